package dev.tercet.embedded.postgres;

import dev.tercet.embedded.process.Survivor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Postgres itself writes about its running server: pid, data folder, start time, port.
 *
 * @param data the folder of the cluster
 */
public record PostmasterPid(Path data) {
  private static final int PID = 0;
  private static final int STARTED = 2;

  /** No system hands out a pid as high as this. */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE - 1);

  /** The server that an earlier program left behind, if it runs and is this folder's own. */
  public Optional<Survivor> survivor() throws IOException {
    List<String> lines = lines();
    if (!isWhole(lines)) {
      return Optional.empty();
    }
    return Survivor.find(
        Long.parseLong(lines.get(PID)),
        "postgres",
        data.toString(),
        Instant.ofEpochSecond(Long.parseLong(lines.get(STARTED))));
  }

  /**
   * Makes a record without its server harmless: Postgres refuses to start while any process has the
   * recorded pid. The rest of the record stays, since through it Postgres finds out whether orphans
   * of the old server still use the data. A record that Postgres could not read is set aside.
   */
  void disown() throws IOException {
    List<String> lines = lines();
    if (isWhole(lines)) {
      List<String> disowned = new ArrayList<>(lines);
      disowned.set(PID, NOBODY);
      Files.write(file(), disowned);
    } else if (Files.exists(file())) {
      Files.move(
          file(),
          file().resolveSibling("postmaster.pid.broken"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path file() {
    return data.resolve("postmaster.pid");
  }

  private List<String> lines() throws IOException {
    return Files.exists(file())
        ? new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1)
            .lines()
            .map(String::strip)
            .toList()
        : List.of();
  }

  private static boolean isWhole(List<String> lines) {
    return lines.size() > STARTED
        && lines.get(PID).matches("\\d{1,10}")
        && lines.get(STARTED).matches("\\d{1,12}");
  }
}
