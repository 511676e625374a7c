package dev.tercet.api.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tercet.saga.schedule.Recurrence;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CronTimesTest {
  private static final String BERLIN = "Europe/Berlin";

  /** The next times, as the clock of the zone shows them. */
  private static List<String> times(String cron, String zone, String from, int count) {
    List<String> times = new ArrayList<>();
    Instant at = ZonedDateTime.parse(from).toInstant();
    for (int n = 0; n < count; n++) {
      at = new CronTimes().next(new Recurrence(cron, zone), at).orElseThrow();
      times.add(at.atZone(CronTimes.zone(zone)).toOffsetDateTime().toString());
    }
    return times;
  }

  @Test
  void comesLaterWhereTheClockSkipsIt() {
    assertThat(times("30 2 * * *", BERLIN, "2026-03-28T12:00+01:00", 3))
        .containsExactly(
            "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00");
    assertThat(times("30 0 * * *", "Africa/Cairo", "2026-04-23T12:00+02:00", 2))
        .containsExactly("2026-04-24T01:30+03:00", "2026-04-25T00:30+03:00");
  }

  @Test
  void losesNothingThatTheClockSkips() {
    assertThat(times("*/15 2 * * *", BERLIN, "2026-03-28T12:00+01:00", 5))
        .containsExactly(
            "2026-03-29T03:00+02:00",
            "2026-03-29T03:15+02:00",
            "2026-03-29T03:30+02:00",
            "2026-03-29T03:45+02:00",
            "2026-03-30T02:00+02:00");
    assertThat(times("30 2 * * *", BERLIN, "2026-03-29T03:05+02:00", 1))
        .as("asked on that day, after the clock was put forward")
        .containsExactly("2026-03-29T03:30+02:00");
    assertThat(times("15,45 2,3 * * *", BERLIN, "2026-03-29T01:50+01:00", 3))
        .as("what is skipped and what is not come at the same times")
        .containsExactly(
            "2026-03-29T03:15+02:00", "2026-03-29T03:45+02:00", "2026-03-30T02:15+02:00");
    assertThat(times("45 2 * * *", BERLIN, "2026-03-29T03:45+02:00", 1))
        .containsExactly("2026-03-30T02:45+02:00");
    assertThat(times("5 2-3 * * *", "Australia/Lord_Howe", "2026-10-04T01:00+10:30", 2))
        .as("by half an hour")
        .containsExactly("2026-10-04T02:35+11:00", "2026-10-04T03:05+11:00");
  }

  @Test
  void goesByTheWallEverySoManyHours() {
    assertThat(times("0 */12 * * *", "Africa/Cairo", "2026-04-23T12:00+02:00", 3))
        .containsExactly(
            "2026-04-24T01:00+03:00", "2026-04-24T12:00+03:00", "2026-04-25T00:00+03:00");
    assertThat(times("0 */2 * * *", BERLIN, "2026-10-25T00:30+02:00", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T04:00+01:00", "2026-10-25T06:00+01:00");
  }

  @Test
  void comesOnceWhereTheClockShowsItTwice() {
    assertThat(times("30 2 * * *", BERLIN, "2026-10-24T12:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(times("30 2 * * *", BERLIN, "2026-10-25T02:10+01:00", 1))
        .as("asked while it is shown for the second time")
        .containsExactly("2026-10-26T02:30+01:00");
    assertThat(times("0,40 2,3 * * *", BERLIN, "2026-10-25T02:10+01:00", 2))
        .containsExactly("2026-10-25T03:00+01:00", "2026-10-25T03:40+01:00");
  }

  @Test
  void goesByTheTimeThatPassesWhereItComesInEveryHour() {
    assertThat(times("*/30 * * * *", BERLIN, "2026-10-25T02:00+02:00", 4))
        .containsExactly(
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:00+01:00");
    assertThat(times("0 * * * *", BERLIN, "2026-03-29T00:30+01:00", 3))
        .containsExactly(
            "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
  }

  @Test
  void isMeantInItsZone() {
    assertThat(times("0 9 * * MON-FRI", "America/New_York", "2026-07-03T20:00Z", 2))
        .containsExactly("2026-07-06T09:00-04:00", "2026-07-07T09:00-04:00");
    assertThat(times(" 0  9 1 1\t* ", "+05:30", "2026-07-03T20:00Z", 1))
        .containsExactly("2027-01-01T09:00+05:30");
    assertThat(times("0 0 29 2 *", "UTC", "2026-07-03T20:00Z", 1))
        .containsExactly("2028-02-29T00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "0 * * * * *",
        "@daily",
        "60 * * * *",
        "a b c d e",
        "*/0 * * * *",
        "* * */0 * *",
        "5-1 * * * *",
        "1,,2 * * * *",
        "-1 * * * *",
        "99999999999 * * * *",
        "* * * * 8",
        "0 0 31 2 *",
        "0 0 30 FEB *"
      })
  void refusesWhatIsNoTimeOrNeverComes(String cron) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CronTimes.following(cron, ZoneOffset.UTC, Instant.EPOCH))
        .satisfies(it -> assertThat(it.getMessage()).isNotBlank());
    assertThat(new CronTimes().next(new Recurrence(cron, "UTC"), Instant.EPOCH)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Europe/Atlantis", "'Europe/Berlin '", "+25:00", "''"})
  void knowsNoOtherZones(String zone) {
    assertThatIllegalArgumentException().isThrownBy(() -> CronTimes.zone(zone));
    assertThat(new CronTimes().next(new Recurrence("* * * * *", zone), Instant.EPOCH)).isEmpty();
  }

  @Test
  void answersWhateverIsWritten() {
    Random random = new Random(7);
    String signs = "0123456789*/,-#?LWMONJAN ";
    for (int n = 0; n < 2_000; n++) {
      StringBuilder cron = new StringBuilder();
      for (int field = 0; field < 5; field++) {
        cron.append(field == 0 ? "" : " ");
        if (random.nextBoolean()) {
          cron.append('*');
        }
        for (int sign = random.nextInt(4); sign > 0; sign--) {
          cron.append(signs.charAt(random.nextInt(signs.length())));
        }
      }
      var recurrence = new Recurrence(cron.toString(), BERLIN);
      assertThatNoException()
          .as(recurrence.cron())
          .isThrownBy(() -> new CronTimes().next(recurrence, Instant.EPOCH));
    }
  }
}
