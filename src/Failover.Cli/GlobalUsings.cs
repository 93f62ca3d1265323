global using System.CommandLine;
global using Failover.Cli.CommandLine;
global using Failover.Cli.Http;
global using Failover.Cli.Output;
global using Failover.Operations;
global using Failover.Serialization;
