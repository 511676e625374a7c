package dev.tercet.cli.bench.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowthWorkTest {
  @Test
  void measuresAtEachTenthOfWhatIsAskedForDownToTenThousand() {
    assertThat(GrowthWork.sizes(1_000_000)).containsExactly(10_000, 100_000, 1_000_000);
    assertThat(GrowthWork.sizes(100_000)).containsExactly(10_000, 100_000);
    assertThat(GrowthWork.sizes(20_000)).as("two at least").containsExactly(2_000, 20_000);
    assertThat(GrowthWork.sizes(1)).containsExactly(1, 1);
  }
}
