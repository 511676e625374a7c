package dev.tercet.api.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.ServerInMemory;
import dev.tercet.api.StoresInMemory;
import dev.tercet.saga.Project;
import dev.tercet.testkit.contract.Submissions;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final int MOST = 10;

  private final StoresInMemory stores = new StoresInMemory();
  private final Project project = stores.projects().put("default", "letters", "{}", "{}").project();
  private final Backlog backlog = limited(MOST);
  private long nanos;
  private int asked;
  private int drawn;
  private boolean away;

  private Backlog limited(long most) {
    return new Backlog(this::services, most, () -> nanos);
  }

  private Services services() {
    asked++;
    if (away) {
      throw ServerInMemory.postgresAway();
    }
    return stores.services();
  }

  private void pass(int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private static UUID id(int number) {
    return new UUID(0x0190_0000_0000_7000L + number, 0x8000_0000_0000_0001L);
  }

  private void post(int count) {
    for (int n = 0; n < count; n++) {
      UUID id = id(++drawn);
      stores
          .services()
          .extractions()
          .accept(Submissions.plain(id, project.id(), "letter " + drawn, "words"));
    }
  }

  private void end(int number) {
    stores.services().extractions().cancel(project.id(), id(number));
  }

  @Test
  void saysWhenThereIsRoomByHowFastTheWorkEnds() {
    post(13);
    assertThat(backlog.retryAfterSeconds()).isEqualTo(Backlog.UNKNOWN_SECONDS);

    end(1);
    pass(2);
    assertThat(backlog.retryAfterSeconds()).as("3 too many, one in 2 s").isEqualTo(6);
    end(2);
    end(3);
    pass(2);
    assertThat(backlog.retryAfterSeconds()).as("1 too many, three in 4 s").isEqualTo(2);
    end(4);
    pass(1);
    assertThat(backlog.retryAfterSeconds()).isZero();
  }

  @Test
  void asksForFiveMinutesAtMost() {
    post(MOST);
    backlog.retryAfterSeconds();
    pass(30);

    assertThat(backlog.retryAfterSeconds()).isEqualTo(Backlog.MOST_SECONDS);
    pass(61);
    assertThat(backlog.retryAfterSeconds())
        .as("what was known is too old")
        .isEqualTo(Backlog.UNKNOWN_SECONDS);
  }

  @Test
  void countsOnceASecondAndAddsWhatIsTakenHere() {
    post(MOST - 3);
    assertThat(backlog.enter()).isZero();
    assertThat(backlog.enter()).isZero();
    assertThat(backlog.enter()).isZero();
    assertThat(backlog.enter()).as("three are about to come").isPositive();

    backlog.leave(true);
    backlog.leave(false);
    backlog.leave(false);
    assertThat(backlog.enter()).isZero();
    assertThat(backlog.enter()).isZero();
    assertThat(backlog.retryAfterSeconds()).as("one came, two are about to").isPositive();
    assertThat(asked).isEqualTo(1);
    backlog.leave(false);
    backlog.leave(false);

    pass(1);
    for (int n = 0; n < 3; n++) {
      assertThat(backlog.enter()).as("the ledger knows of none that came").isZero();
    }
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void countsNothingWithoutALimit() {
    Backlog unlimited = limited(Long.MAX_VALUE);
    post(3);

    assertThat(unlimited.retryAfterSeconds()).isZero();
    assertThat(unlimited.enter()).isZero();
    unlimited.leave(true);
    assertThat(asked).isZero();
  }

  @Test
  void knowsWhatItKnewWhileTheLedgerIsAway() {
    away = true;
    assertThat(backlog.retryAfterSeconds()).as("the ledger itself refuses").isZero();
    away = false;
    post(MOST);
    assertThat(backlog.retryAfterSeconds()).isPositive();
    away = true;
    pass(2);
    assertThat(backlog.retryAfterSeconds()).isPositive();
  }
}
