package dev.tercet.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StreamIdTest {
  @Test
  void ordersByTimeAndThenBySequenceAsNumbers() {
    assertThat(StreamId.compare("9-0", "10-0")).isNegative();
    assertThat(StreamId.compare("10-9", "10-10")).isNegative();
    assertThat(StreamId.compare("10-10", "10-10")).isZero();
    assertThat(StreamId.compare("0-18446744073709551615", "0-1")).isPositive();
  }

  @Test
  void refusesWhatIsNoEntryId() {
    assertThatThrownBy(() -> StreamId.compare("12", "1-1")).hasMessageContaining("12");
  }
}
