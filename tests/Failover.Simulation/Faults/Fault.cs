using System.Globalization;
using Failover.Simulation.Model;

namespace Failover.Simulation.Faults;

/// <summary>One thing that goes wrong, or that somebody does.</summary>
/// <param name="At">When, in microseconds of true time.</param>
/// <param name="Kind">What.</param>
/// <param name="Host">The place of the host that it happens to, unless it strikes the leader.</param>
/// <param name="Other">Another host, where the kind needs one.</param>
/// <param name="Duration">How long it lasts, in microseconds.</param>
/// <param name="Detail">A number that the kind gives a meaning to.</param>
/// <param name="Id">Tells this fault from all others of its plan.</param>
internal sealed record Fault(long At, FaultKind Kind, int Host, int Other, long Duration, int Detail, int Id)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At / 1000.0,12:F3} ms  {Kind} {WorldSettings.NameOf(Host)} (other {WorldSettings.NameOf(Other)}, {Duration / 1000} ms, detail {Detail}, op-{Id})");
}
