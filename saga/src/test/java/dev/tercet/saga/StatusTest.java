package dev.tercet.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {
  @ParameterizedTest
  @EnumSource(Status.class)
  void readsItsOwnLabel(Status status) {
    assertThat(Status.ofLabel(status.label())).isEqualTo(status);
    assertThat(status.label()).isLowerCase();
  }

  @Test
  void refusesAnUnknownLabel() {
    assertThatThrownBy(() -> Status.ofLabel("finished"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void callsInFlightWhatIsUnderWay() {
    assertThat(Status.values())
        .filteredOn(Status::isInFlight)
        .containsExactly(Status.PENDING, Status.QUEUED, Status.PROCESSING);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void isEitherInFlightOrFinalOrLeaving(Status status) {
    assertThat(
            Stream.of(status.isInFlight(), status.isFinal(), status == Status.DELETING)
                .filter(Boolean::booleanValue))
        .hasSize(1);
  }

  @Test
  void losesItsPointsWhenItsTextAnswersNoMore() {
    assertThat(Status.values())
        .filteredOn(Status::losesPoints)
        .containsExactly(Status.CANCELLED, Status.SUPERSEDED, Status.DELETING);
  }

  @Test
  void answersADocumentThatIsPostedAgainUnlessItCameToNothing() {
    assertThat(Status.values())
        .filteredOn(status -> !status.answersAgain())
        .containsExactly(Status.FAILED, Status.CANCELLED, Status.DELETING);
  }
}
