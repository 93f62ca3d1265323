global using Failover.Consensus;
global using Failover.Elections;
global using Failover.Operations;
global using Failover.Sessions;
