global using System.Collections.ObjectModel;
global using Failover.Operations;
