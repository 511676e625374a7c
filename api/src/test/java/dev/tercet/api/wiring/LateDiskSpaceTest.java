package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LateDiskSpaceTest {
  private final LateDiskSpace diskSpace = new LateDiskSpace();

  @Test
  void thereIsRoomAsLongAsNoDiskIsKnown() {
    assertThat(diskSpace.shortage()).isEmpty();
  }

  @Test
  void saysWhatTheDiskSaysAndNeverWhereItIs() {
    var words = new AtomicReference<>("");
    diskSpace.set(words::get, Path.of("/srv/letters"));

    assertThat(diskSpace.shortage()).isEmpty();
    words.set("3 MiB left");
    assertThat(diskSpace.shortage()).isEqualTo("3 MiB left");
    assertThat(diskSpace.shortage()).isEqualTo("3 MiB left");
    words.set("");
    assertThat(diskSpace.shortage()).isEmpty();
  }
}
