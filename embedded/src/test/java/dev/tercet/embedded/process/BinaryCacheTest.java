package dev.tercet.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {
  @TempDir Path folder;
  private final AtomicInteger unpacked = new AtomicInteger();
  private BinaryCache cache = new BinaryCache(Path.of(""), _ -> {});

  @BeforeEach
  void useTheFolder() {
    cache = new BinaryCache(folder.resolve("cache"), _ -> {});
  }

  @Test
  void unpacksOnce() throws IOException {
    Path first = cache.provide("tool-1", this::unpack);
    Path second = cache.provide("tool-1", this::unpack);

    assertThat(first).isEqualTo(second).isDirectoryContaining("glob:**tool");
    assertThat(unpacked).hasValue(1);
  }

  @Test
  void leavesNothingHalfBehindAFailure() throws IOException {
    assertThatThrownBy(() ->
            cache.provide(
                "tool-1",
                into -> {
                  Files.writeString(into.resolve("half"), "");
                  throw new IOException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(folder.resolve("cache/tool-1")).doesNotExist();

    Path whole = cache.provide("tool-1", this::unpack);

    assertThat(whole.resolve("half")).doesNotExist();
    assertThat(whole.resolve("tool")).exists();
  }

  private void unpack(Path into) throws IOException {
    unpacked.incrementAndGet();
    Files.writeString(into.resolve("tool"), "");
  }
}
