package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.EmbeddingId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketsTest {
  @Test
  void comparesEveryBucketWithinTheHorizon() {
    for (int horizonMinutes : new int[] {1, 2, 7, 60, 24 * 60, 7 * 24 * 60}) {
      int perSweep = Buckets.perSweep(Duration.ofMinutes(1), Duration.ofMinutes(horizonMinutes));
      assertThat((long) perSweep * horizonMinutes).isGreaterThanOrEqualTo(EmbeddingId.BUCKETS);
    }
  }

  @Test
  void neverComparesMoreThanThereAre() {
    assertThat(Buckets.perSweep(Duration.ofHours(1), Duration.ofMinutes(1)))
        .isEqualTo(EmbeddingId.BUCKETS);
  }
}
