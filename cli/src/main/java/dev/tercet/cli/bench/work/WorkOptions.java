package dev.tercet.cli.bench.work;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a load that has a name. */
public final class WorkOptions {
  private static final int MOST_ROUNDS = 1_000;
  private static final int MOST_PROJECTS = 1_000;
  private static final int MOST_SECONDS = 86_400;

  @Option(
      names = "--work",
      description = {
        "A load that has a name, measured with all that it costs:",
        "W1 a burst of --documents (20000) of 950 bytes, posted as lines;",
        "W2 the same, killed when half is done, and taken up by another process;",
        "W3 single documents at 100 and at 800 a second, for --seconds each;",
        "W4 a tenth of --documents' points deleted, until recovery has them back;",
        "W5 bursts over 10000, 100000 … up to --documents (100000) that are stored;",
        "W6 sweeps over --documents with nothing wrong;",
        "W7 a burst of 200 documents of 500 passages;",
        "W8 bursts while another session holds a snapshot for --snapshot;",
        "W9 the burst by 1, 2 and 4 processes."
      })
  private @Nullable Work work;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description = "W1 so often in one process, the first one fresh, 1 to 1000 (1).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "50",
      description = "How long W3 posts at each rate, 1 to 86400 (50); the first 20 are apart.")
  private int seconds;

  @Option(
      names = "--projects",
      defaultValue = "50",
      description = "Over how many W5 spreads its documents, 1 to 1000 (50).")
  private int projects;

  @Option(
      names = "--words-beside",
      description = {
        "W1 and W5 with the pass that indexes words beside the load, as it comes by itself,",
        "and not after it with figures of its own."
      })
  private boolean wordsBeside;

  @Option(
      names = "--ceiling",
      description = {
        "After W1 the yardstick on the same stores: a pipeline without ledger, queue and HTTP,",
        "and W1's rate as a share of its rate."
      })
  private boolean ceiling;

  @Option(
      names = "--snapshot",
      defaultValue = "10m",
      description = "How long W8's other session holds it, such as 30s, 10m or 1h (10m).")
  private String snapshot = "10m";

  /** Null when the usual measurement is asked for. */
  public @Nullable Work work() {
    return work;
  }

  int rounds() {
    return rounds;
  }

  int seconds() {
    return seconds;
  }

  int projects() {
    return projects;
  }

  boolean wordsBeside() {
    return wordsBeside;
  }

  boolean ceiling() {
    return ceiling;
  }

  Duration snapshot() {
    return Duration.parse("PT" + snapshot);
  }

  /** What is wrong with them, in words; empty when nothing is. */
  public String refusal() {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      return "--rounds is from 1 to " + MOST_ROUNDS;
    }
    if (projects < 1 || projects > MOST_PROJECTS) {
      return "--projects is from 1 to " + MOST_PROJECTS;
    }
    if (!snapshot.matches("[1-9]\\d{0,4}[smh]")) {
      return "--snapshot is a time such as 10m";
    }
    if (ceiling && work != Work.W1) {
      return "--ceiling goes with --work W1";
    }
    return seconds < 1 || seconds > MOST_SECONDS ? "--seconds is from 1 to " + MOST_SECONDS : "";
  }
}
