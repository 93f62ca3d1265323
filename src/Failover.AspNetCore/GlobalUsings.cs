global using Failover.Operations;
