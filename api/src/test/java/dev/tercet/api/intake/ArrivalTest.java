package dev.tercet.api.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.RefusedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalTest {
  private static final int LIMIT = 8 << 20;
  private static final int MEMORY = 16 << 20;

  @TempDir private Path data = Path.of("");

  @Test
  void keepsEveryByteOfALargeBodyAndHoldsNextToNoMemoryWhileItComes() {
    SpoolFolder spool = spool("");
    var inFlight = new InFlight(MEMORY, spool);
    byte[] sent = bytes(LIMIT);
    try (var arrival = new Arrival(LIMIT, inFlight)) {
      for (int from = 0; from < LIMIT; from += 1_000) {
        arrival.add(sent, from, Math.min(1_000, LIMIT - from));
        assertThat(inFlight.free()).isGreaterThanOrEqualTo(MEMORY - (128 << 10));
      }
      assertThat(spool.used()).isGreaterThan(LIMIT - (128 << 10));
      try (Body body = arrival.body()) {
        assertThat(Arrays.copyOf(body.bytes(), body.length())).isEqualTo(sent);
        assertThat(inFlight.free()).isEqualTo(MEMORY - LIMIT);
        assertThat(spool.used()).isZero();
      }
    }
    assertThat(inFlight.free()).isEqualTo(MEMORY);
  }

  @Test
  void comesToDiskWhenMemoryIsShort() throws IOException {
    var inFlight = new InFlight(MEMORY, spool(""));
    byte[] sent = bytes(100_000);
    var others = inFlight.none();
    assertThat(others.tryGrowTo(MEMORY)).isTrue();
    try (var arrival = new Arrival(LIMIT, inFlight)) {
      arrival.add(sent, 0, sent.length);
      others.close();
      try (Body body = arrival.body()) {
        assertThat(Arrays.copyOf(body.bytes(), body.length())).isEqualTo(sent);
      }
    }
  }

  @Test
  void keepsItsFilesPrivateAndLeavesNone() throws IOException {
    Files.createDirectories(data.resolve("spool"));
    Files.writeString(data.resolve("spool/left.spool"), "by a process that died");
    SpoolFolder spool = spool("");
    try (SpoolFile file = spool.openForBody()) {
      file.write(new byte[10], 0, 10);

      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("spool"))))
          .isEqualTo("rwx------");
      assertThat(data.resolve("spool")).isEmptyDirectory();
      assertThat(spool.used()).isEqualTo(10);
    }
    assertThat(spool.used()).isZero();
  }

  @Test
  void refusesWhatTheDiskSetAsideHasNoRoomFor() {
    var inFlight = new InFlight(MEMORY, new SpoolFolder(data, 1 << 20, () -> ""));

    assertThatThrownBy(() -> Body.read(new ByteArrayInputStream(bytes(LIMIT)), LIMIT, inFlight))
        .satisfies(it -> assertThat(code(it)).isEqualTo(ProblemCode.BODIES_IN_FLIGHT));
    assertNothingIsLeft(inFlight);
  }

  @Test
  void leavesAnEighthOfTheDiskSetAsideToAnswers() throws IOException {
    var spool = new SpoolFolder(data, 8_000, () -> "");
    byte[] piece = new byte[1_000];
    try (SpoolFile body = spool.openForBody();
        SpoolFile answers = spool.openForAnswers()) {
      for (int n = 0; n < 7; n++) {
        body.write(piece, 0, piece.length);
      }

      assertThatThrownBy(() -> body.write(piece, 0, 1))
          .satisfies(it -> assertThat(code(it)).isEqualTo(ProblemCode.BODIES_IN_FLIGHT));
      answers.write(piece, 0, piece.length);
      assertThatThrownBy(() -> answers.write(piece, 0, 1)).isInstanceOf(RefusedRequest.class);
    }
  }

  @Test
  void refusesWhatComesWhileTheDiskLacksRoom() {
    var inFlight = new InFlight(MEMORY, spool("the disk has 3 MiB left"));

    assertThatThrownBy(() -> Body.read(new ByteArrayInputStream(bytes(LIMIT)), LIMIT, inFlight))
        .hasMessageContaining("3 MiB")
        .satisfies(it -> assertThat(code(it)).isEqualTo(ProblemCode.DISK_FULL));
    assertNothingIsLeft(inFlight);
  }

  @Test
  void refusesAndGivesBackWhatAFullDiskDoesNotTake() throws IOException {
    SpoolFolder spool = spool("");
    try (SpoolFile file = new SpoolFile(spool, MEMORY, new FullDisk())) {
      assertThatThrownBy(() -> file.write(new byte[100], 0, 100))
          .satisfies(it -> assertThat(code(it)).isEqualTo(ProblemCode.DISK_FULL));
      assertThat(spool.used()).isZero();
    }
  }

  private SpoolFolder spool(String shortage) {
    return new SpoolFolder(data, 64 << 20, () -> shortage);
  }

  private static void assertNothingIsLeft(InFlight inFlight) {
    assertThat(inFlight.free()).isEqualTo(MEMORY);
    assertThat(inFlight.spool().used()).isZero();
  }

  private static ProblemCode code(Throwable refusal) {
    return ((RefusedRequest) refusal).problem().code();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  /** A file that grows no more. */
  private static final class FullDisk implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer into) {
      return -1;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public SeekableByteChannel position(long to) {
      return this;
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public SeekableByteChannel truncate(long to) {
      return this;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      position(0);
    }
  }
}
