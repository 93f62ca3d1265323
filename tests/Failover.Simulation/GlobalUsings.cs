global using Failover.Coordination;
global using Failover.Elections;
global using Failover.Sessions;
