package dev.tercet.cli.bench.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCpuTest {
  @TempDir private Path proc = Path.of("");

  @Test
  void addsUpAProcessAndAllThatItStarted() throws IOException {
    process(10, "(postgres)", 1, 100, 10, 5, 2);
    process(11, "(postgres: a) b (c)", 10, 20, 0, 0, 0);
    process(12, "(grandchild)", 11, 3, 0, 0, 0);
    process(13, "(another's)", 1, 1_000, 0, 0, 0);

    assertThat(new ProcessCpu(proc, 10).nanos()).hasValue(1_400_000_000L);
  }

  @Test
  void knowsNothingOfAProcessThatHasEnded() throws IOException {
    process(10, "(postgres)", 1, 100, 10, 5, 2);

    assertThat(new ProcessCpu(proc, 11).nanos()).isEmpty();
    assertThat(new ProcessCpu(proc.resolve("none"), 10).nanos()).isEmpty();
  }

  private void process(int pid, String name, int parent, int... ticks) throws IOException {
    Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
    Files.writeString(
        folder.resolve("stat"),
        "%d %s R %d 1 1 0 -1 0 0 0 0 0 %d %d %d %d 20 0 1 0 5 0 0"
            .formatted(pid, name, parent, ticks[0], ticks[1], ticks[2], ticks[3]));
  }
}
