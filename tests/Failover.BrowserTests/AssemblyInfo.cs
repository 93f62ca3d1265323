using System.Runtime.Versioning;

// Each test has a cluster of real processes and a browser, which would disturb the others' on a small machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Failover.BrowserTests.Support.Chromium))]

// The members are real processes, which get signals.
[assembly: UnsupportedOSPlatform("windows")]
