package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** What a run of recovery found and did, for a person: a table, and what to do next. */
public record RecoveryAnswer(String project, JsonNode report) {
  private static final double MILLIS = 1_000;

  /** Nothing is left and every store was read. */
  public boolean isComplete() {
    return report.path("complete").asBoolean();
  }

  /** Shows it and gives the exit code: 1 when something is left over. */
  int show(Terminal terminal, boolean json) {
    if (json) {
      terminal.json(report);
    } else {
      print(terminal);
    }
    return isComplete() ? 0 : 1;
  }

  /** How many disagreements there were. */
  long found() {
    long found = 0;
    for (JsonNode count : report.path("drift")) {
      found += count.path("found").asLong();
    }
    return found;
  }

  /** Every kind of drift, what was looked at, and the next step if there is one. */
  public void print(Terminal terminal) {
    terminal.line("@|bold %-22s%10s%10s%10s|@".formatted("class", "found", "repaired", "failed"));
    for (Map.Entry<String, JsonNode> kind : report.path("drift").properties()) {
      row(terminal, kind.getKey(), kind.getValue());
    }
    terminal.plain(
        "Looked at %d extractions and %d points in %s s."
            .formatted(
                report.at("/examined/extractions").asLong(),
                report.at("/examined/points").asLong(),
                seconds()));
    if (report.path("quarantined").asLong() > 0) {
      terminal.plain(
          report.path("quarantined").asLong()
              + " orphan points wait in quarantine and go when tercet.reconciler.grace is over.");
    }
    if (report.has("orphansWait")) {
      terminal.plain("None of them is removed now: " + report.path("orphansWait").asText() + ".");
    }
    outcome(terminal);
  }

  private static void row(Terminal terminal, String kind, JsonNode count) {
    long found = count.path("found").asLong();
    long repaired = count.path("repaired").asLong();
    String style = found == 0 ? "faint" : repaired == found ? "green" : "red";
    terminal.line(
        "@|" + style + " %-22s%10d%10d%10d|@",
        kind,
        found,
        repaired,
        count.path("failed").asLong());
  }

  private String seconds() {
    Duration took =
        Duration.between(
            Instant.parse(report.path("startedAt").asText()),
            Instant.parse(report.path("finishedAt").asText()));
    return String.format(Locale.ROOT, "%.1f", took.toMillis() / MILLIS);
  }

  private void outcome(Terminal terminal) {
    if (isComplete()) {
      terminal.line(
          found() == 0
              ? "@|green The stores agree.|@"
              : "@|green Complete:|@ everything found is repaired, the stores agree again.");
      return;
    }
    report
        .path("unread")
        .forEach(reason -> terminal.plain("Could not be read or written: " + reason.asText()));
    if (report.has("aborted")) {
      boolean dry = report.path("dryRun").asBoolean();
      terminal.line(
          dry ? "@|red A repair would refuse:|@" : "@|red Aborted, nothing was repaired:|@");
      terminal.plain(report.path("aborted").asText());
    }
    terminal.line("@|bold Next:|@ %s", nextStep());
  }

  /** The one thing that gets a person on. */
  private String nextStep() {
    String again = "tercet recover --project " + project;
    if (!report.path("unread").isEmpty()) {
      return "see tercet status; when every store answers, " + again;
    }
    if (report.has("aborted")) {
      return "when this is the right collection, " + again + " --force";
    }
    if (report.path("dryRun").asBoolean()) {
      return again + " repairs this; nothing was changed so far";
    }
    return failed() > 0
        ? "the service's log says what failed; then " + again
        : report.path("remaining").asLong() + " are left over; again " + again;
  }

  private long failed() {
    long failed = 0;
    for (JsonNode count : report.path("drift")) {
      failed += count.path("failed").asLong();
    }
    return failed;
  }
}
