using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>The members' channels: greetings, renewals, probes.</summary>
internal sealed partial class Coordinator
{
    /// <summary>By channel, so that they are visited in the order in which they came.</summary>
    private readonly SortedDictionary<int, Link> _links = [];

    /// <summary>A message arrived on a channel.</summary>
    public void Received(int channel, SessionMessage message, TimeSpan now)
    {
        if (message is SessionMessage.Hello hello)
        {
            var link = new Link(channel, hello.Session);
            DropOlderChannels(link);
            var before = _links.GetValueOrDefault(channel);
            _links[channel] = link;
            if (_reign is not null)
            {
                Greeted(link, now);
                if (before is not null && LinkOf(before.Id) is null && MayBeAlive(before.Id))
                {
                    // This process has given up the session before; its end is certain only with a new session, or a refusal.
                    ProbeForCrash(before.Id);
                }

                Decide(now);
            }
        }
        else if (_reign is { } reign && _links.TryGetValue(channel, out var link) && link.IsWelcome)
        {
            Received(reign, link, message, now);
        }
    }

    /// <summary>A channel closed, from whichever side.</summary>
    public void Disconnected(int channel, TimeSpan now)
    {
        if (_links.Remove(channel, out var link) && _reign is not null && LinkOf(link.Id) is null && MayBeAlive(link.Id))
        {
            ProbeForCrash(link.Id);
            Decide(now);
        }
    }

    /// <summary>An address was dialled.</summary>
    public void Probed(long id, ProbeAnswer answer, TimeSpan now)
    {
        if (_reign is not { } reign || !reign.Probes.Remove(id, out var purpose))
        {
            return;
        }

        if (purpose.Link is { } link)
        {
            ProbedForOpening(reign, link, answer);
        }
        else if (LinkOf(purpose.Session) is null && MayBeAlive(purpose.Session))
        {
            if (answer.Refused)
            {
                reign.Ended[purpose.Session.Member] = (purpose.Session, VacancyCause.CrashConfirmed, "its host refuses connections to its address");
            }
            else
            {
                reign.ProbeAgainAt[purpose.Session] = now + _settings.RenewalInterval;
            }
        }

        Decide(now);
    }

    private Link? LinkOf(SessionId id)
    {
        foreach (var link in _links.Values)
        {
            if (link.IsWelcome && link.Id == id)
            {
                return link;
            }
        }

        return null;
    }

    private bool MayBeAlive(SessionId id) => _state.IsOpen(id) && _reign is { } reign && !reign.Closing.Contains(id);

    /// <summary>Rule 4: an open session goes on; a new one is opened after its member's address was dialled and answered as it.</summary>
    private void Greeted(Link link, TimeSpan now)
    {
        var (id, reign) = (link.Id, _reign!);
        if (!_settings.Members.Contains(id.Member))
        {
            Refuse(link, $"'{id.Member}' is no configured member; the members are {string.Join(", ", _settings.Members)}");
        }
        else if (_state.Find(id) is { } open && open.Process == link.Session.Process && !reign.Closing.Contains(id))
        {
            reign.HeardAt.TryAdd(id, now);
            Welcome(link);
        }
        else if (_state.Members.GetValueOrDefault(id.Member)?.LastIncarnation is { } last && last >= id.Incarnation)
        {
            Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Outdated(last)));
        }
        else
        {
            var probe = ++_lastId;
            reign.Probes[probe] = new ProbePurpose(id, link);
            Output(new CoordinatorOutput.Probe(probe, id.Member));
        }
    }

    /// <summary>A process speaks on one channel; an older one may be dead without either side having seen it.</summary>
    private void DropOlderChannels(Link link)
    {
        foreach (var older in _links.Values.Where(other => other.Channel != link.Channel && other.Session.Process == link.Session.Process).ToArray())
        {
            _links.Remove(older.Channel);
            Output(new CoordinatorOutput.CloseChannel(older.Channel, "its process uses another channel now"));
        }
    }

    private void Welcome(Link link)
    {
        link.IsWelcome = true;
        Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Welcome(link.Id)));
    }

    private void OnOpened(Reign reign, SessionState session, TimeSpan now)
    {
        reign.HeardAt[session.Id] = now;
        if (reign.Verified.TryGetValue(session.Id.Member, out var verified) && verified.Id.Incarnation <= session.Id.Incarnation)
        {
            reign.Verified.Remove(session.Id.Member);
        }

        foreach (var link in _links.Values.Where(link => link.Id.Member == session.Id.Member && !link.IsWelcome).ToArray())
        {
            if (link.Id == session.Id && link.Session.Process == session.Process)
            {
                Welcome(link);
            }
            else if (link.Id.Incarnation <= session.Id.Incarnation)
            {
                Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Outdated(session.Id.Incarnation)));
            }
        }

        if (LinkOf(session.Id) is null)
        {
            // Its channel closed while the entry was under way, when there was no session yet whose end was to be proved.
            ProbeForCrash(session.Id);
        }
    }

    private void Refuse(Link link, string reason)
    {
        _links.Remove(link.Channel);
        Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.NotWelcome(reason)));
    }

    private void ProbedForOpening(Reign reign, Link link, ProbeAnswer answer)
    {
        if (_links.GetValueOrDefault(link.Channel) != link || link.IsWelcome)
        {
            return;
        }

        if (answer.Process == link.Session.Process)
        {
            reign.Verified[link.Id.Member] = link.Session;
            return;
        }

        Refuse(link, (answer.Refused, answer.Process) switch
        {
            (true, _) => $"the configured address of '{link.Id.Member}' refuses connections from the coordinator '{_settings.Self}'",
            (_, null) => $"the configured address of '{link.Id.Member}' does not answer the coordinator '{_settings.Self}'",
            _ => $"another process answers at the configured address of '{link.Id.Member}': two processes use one name",
        });
    }

    /// <summary>Rule 6. What answers, or does not answer at all, proves nothing.</summary>
    private void ProbeForCrash(SessionId id)
    {
        if (_settings.ConfirmCrashes && id.Member != _settings.Self)
        {
            var reign = _reign!;
            var probe = ++_lastId;
            reign.ProbeAgainAt.Remove(id);
            reign.Probes[probe] = new ProbePurpose(id, null);
            Output(new CoordinatorOutput.Probe(probe, id.Member));
        }
    }

    private void Received(Reign reign, Link link, SessionMessage message, TimeSpan now)
    {
        switch (message)
        {
            case SessionMessage.Renew renewal:
                if (OnRenewal(reign, link, renewal, now))
                {
                    Decide(now);
                }

                return;
            case SessionMessage.Heard heard:
                OnHeard(reign, link, heard, now);
                return;
            case SessionMessage.Enrolments enrolments:
                reign.Enrolments.AddRange(enrolments.Items.Select(item => (link.Id, item)));
                break;
            case SessionMessage.Began began:
                reign.NoteBegan(began.Election, began.Term, now);
                return;
            case SessionMessage.Released released:
                reign.ReleasedAt[released.Election] = (released.Term, now);
                if (!reign.Released.TryGetValue(released.Election, out var known) || known.Message.Term <= released.Term)
                {
                    // A release that was taken long ago is repeated after a reconnection; it must not hide a newer one.
                    reign.Released[released.Election] = (link.Id, released);
                }

                break;
            case SessionMessage.Position position:
                reign.Positions[(position.Election, link.Id.Member)] = position.Value;
                return;
            case SessionMessage.Goodbye:
                reign.Ended[link.Id.Member] = (link.Id, VacancyCause.Goodbye, "it said goodbye");
                break;
            case SessionMessage.Seen seen:
                NoteSeen(reign, link, seen);
                break;
            case SessionMessage.Query query:
                link.Queries.Add(query);
                AnswerQueries(reign, link);
                return;
            case SessionMessage.Ask ask:
                reign.Asks[ask.Command.By.Key] = WaitingAsk.Add(reign.Asks.GetValueOrDefault(ask.Command.By.Key), link.Channel, ask.Command);
                break;
        }

        Decide(now);
    }

    /// <summary>Takes a renewal; true when it changes what should be decided.</summary>
    private bool OnRenewal(Reign reign, Link link, SessionMessage.Renew renewal, TimeSpan now)
    {
        if (!MayConfirm(reign, link))
        {
            return false;
        }

        reign.HeardAt[link.Id] = now;
        var changed = link.NoteConfirmedBack(renewal.LastConfirmed, now - HearingLimit(link)) || link.IsLeaving != renewal.Leaving;
        Enqueue(reign, link, renewal, now);
        link.IsLeaving = renewal.Leaving;
        if (_state.Find(link.Id)!.Unfit != renewal.Unfit)
        {
            reign.Fitness[link.Id] = renewal.Unfit;
            changed = true;
        }
        else
        {
            reign.Fitness.Remove(link.Id);
        }

        return changed;
    }
}
