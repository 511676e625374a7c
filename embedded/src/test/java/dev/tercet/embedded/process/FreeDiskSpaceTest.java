package dev.tercet.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeDiskSpaceTest {
  private static final long MEBIBYTE = 1L << 20;

  private final AtomicLong free = new AtomicLong(1_000 * MEBIBYTE);
  private final FreeDiskSpace diskSpace = new FreeDiskSpace(free::get);

  private String with(long mebibytes) {
    free.set(mebibytes * MEBIBYTE);
    return diskSpace.shortage();
  }

  @Test
  void keepsTheReserveFree() {
    assertThat(with(128)).isEmpty();
    assertThat(with(127)).contains("127 MiB left").contains("128 MiB are kept free");
    assertThat(with(0)).contains("0 MiB left");
  }

  @Test
  void hasRoomAgainOnlyWellAboveTheReserve() {
    assertThat(with(127)).isNotEmpty();
    assertThat(with(128)).contains("128 MiB left").contains("from 160 MiB on");
    assertThat(with(159)).isNotEmpty();
    assertThat(with(160)).isEmpty();
    assertThat(with(128)).isEmpty();
    assertThat(with(127)).isNotEmpty();
  }

  @Test
  void takesADiskThatCannotBeReadForOneWithRoom(@TempDir Path folder) {
    assertThat(new FreeDiskSpace(folder.resolve("gone")).shortage()).isEmpty();
    assertThat(FreeDiskSpace.free(folder)).isBetween(1L, Long.MAX_VALUE - 1);
  }
}
