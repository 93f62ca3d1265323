global using Failover.Coordination;
global using Failover.Core.Tests.Support;
global using Failover.Elections;
global using Failover.Operations;
global using Failover.Sessions;
