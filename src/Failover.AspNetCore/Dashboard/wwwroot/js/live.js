// Keeps what the page knows up to date: server-sent events for changes, and a question each second for the lease, which also notices a
// member that hangs (an event stream of a frozen process stays open, and silent).

import { read } from './api.js';

const POLL_MS = 1000;
const POLL_PATIENCE_MS = 2500;
const KEPT_AT_START = 200;

/** Calls `on.status(status)`, `on.audit(records)`, `on.anew()`, `on.alive()`, `on.lost(error)` until the page goes. */
export class Live {
  #on;
  #source = null;
  #last = null;
  #opening = false;
  #behind = 0;

  constructor(on) {
    this.#on = on;
  }

  start() {
    this.#poll();
    document.addEventListener('visibilitychange', () => document.hidden || this.#ask());
  }

  async #poll() {
    for (;;) {
      if (!document.hidden) {
        await this.#ask();
      }
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
  }

  async #ask() {
    try {
      const status = await read('status', POLL_PATIENCE_MS);
      this.#on.alive();
      this.#on.status(status);
      await this.#open(status);
    } catch (error) {
      this.#on.lost(error);
    }
  }

  async #open(status) {
    this.#noticeNewCluster(status);
    if (this.#opening || (this.#source && this.#source.readyState !== EventSource.CLOSED)) {
      return;
    }
    this.#opening = true;
    try {
      if (this.#last === null) {
        const from = Math.max(0, status.auditCount - KEPT_AT_START);
        const records = await read(`audit?after=${from}&limit=${KEPT_AT_START}`);
        this.#last = records.at(-1)?.number ?? status.auditCount;
        this.#on.audit(records);
      }
      this.#listen();
    } finally {
      this.#opening = false;
    }
  }

  /** A cluster that was set up anew counts from 1 again; the event stream would reconnect, and wait for the next number. */
  #noticeNewCluster(status) {
    this.#behind = status.hasSession && this.#last > status.auditCount ? this.#behind + 1 : 0;
    if (this.#behind >= 2) {
      this.#behind = 0;
      this.#last = null;
      this.#source?.close();
      this.#on.anew();
    }
  }

  #listen() {
    const source = new EventSource(`events?after=${this.#last}`);
    source.addEventListener('status', event => {
      this.#on.alive();
      this.#on.status(JSON.parse(event.data));
    });
    source.addEventListener('audit', event => {
      const record = JSON.parse(event.data);
      this.#last = record.number;
      this.#on.audit([record]);
    });
    this.#source = source;
  }
}
