package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LateRoomTest {
  private final LateRoom room = new LateRoom();

  @Test
  void thereIsRoomAsLongAsNoDiskIsKnown() {
    assertThat(room.shortage()).isEmpty();
  }

  @Test
  void saysWhatTheDiskSaysAndNeverWhereItIs() {
    var words = new AtomicReference<>("");
    room.set(words::get, Path.of("/srv/letters"));

    assertThat(room.shortage()).isEmpty();
    words.set("3 MiB left");
    assertThat(room.shortage()).isEqualTo("3 MiB left");
    assertThat(room.shortage()).isEqualTo("3 MiB left");
    words.set("");
    assertThat(room.shortage()).isEmpty();
  }
}
