using TaskDispatch.Working;

namespace TaskDispatch.Tests.Working;

public sealed class ComputationTests
{
    /// <summary>From <c>printf abc | sha256sum</c>, and that again of its 32 bytes.</summary>
    [Theory]
    [InlineData(1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(2, "4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358")]
    public void Known_results(int rounds, string result) =>
        Assert.Equal(result, Computation.Run("abc", rounds, TestContext.Current.CancellationToken));

    [Fact]
    public void A_cancelled_computation_ends() =>
        Assert.Throws<OperationCanceledException>(() => Computation.Run("abc", int.MaxValue, new CancellationToken(canceled: true)));
}
