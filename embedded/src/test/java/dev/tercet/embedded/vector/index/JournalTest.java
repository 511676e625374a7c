package dev.tercet.embedded.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.qdrant.client.grpc.Common.PointId;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final byte TYPE = 7;

  @TempDir Path folder;
  private final List<String> replayed = new ArrayList<>();
  private final List<Long> settled = new ArrayList<>();

  @Test
  void replaysWhatTheIndexDoesNotHold() throws IOException {
    append(0, 11, 12, 13);

    open(1).close();

    assertThat(replayed).containsExactly("2: 12", "3: 13");
    assertThat(settled).containsExactly(3L);
  }

  @Test
  void replaysNothingTwice() throws IOException {
    append(0, 11);
    open(0).close();
    replayed.clear();

    open(1).close();

    assertThat(replayed).isEmpty();
    assertThat(settled).containsExactly(1L);
  }

  @Test
  void replaysAgainWhenItWasInterruptedBeforeTheEnd() throws IOException {
    append(0, 11, 12);
    assertThatThrownBy(() ->
            Journal.open(
                folder,
                0,
                (number, _, _) -> {
                  if (number == 2) {
                    throw new IOException("killed");
                  }
                },
                settled::add))
        .hasMessage("killed");

    open(0).close();

    assertThat(replayed).containsExactly("1: 11", "2: 12");
  }

  @Test
  void numbersOnFromTheLastWrite() throws IOException {
    append(0, 11, 12);

    try (Journal journal = open(0)) {
      assertThat(journal.append(TYPE, body(13))).isEqualTo(3);
    }
  }

  @Test
  void beginsAnewAfterACommit() throws IOException {
    try (Journal journal = open(0)) {
      journal.append(TYPE, body(11));
      journal.reset();
      journal.append(TYPE, body(12));
    }

    open(1).close();

    assertThat(replayed).containsExactly("2: 12");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 9, 16, 18})
  void endsBeforeARecordThatWasTorn(int missing) throws IOException {
    append(0, 11, 12);
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - missing));

    open(0).close();

    assertThat(replayed).containsExactly("1: 11");
  }

  @Test
  void endsBeforeARecordThatWasDamaged() throws IOException {
    append(0, 11, 12);
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    whole[whole.length - 1] ^= 1;
    Files.write(file, whole, StandardOpenOption.TRUNCATE_EXISTING);

    open(0).close();

    assertThat(replayed).containsExactly("1: 11");
  }

  @Test
  void countsAsTornWhenAFailedWriteCannotBeTakenBack() throws IOException {
    try (Journal journal = open(0)) {
      journal.append(TYPE, body(11));
      assertThat(journal.isTorn()).isFalse();
      Thread.currentThread().interrupt(); // closes the channel under the write
      assertThatThrownBy(() -> journal.append(TYPE, body(12)))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(journal.isTorn()).isTrue();
    }

    open(0).close();

    assertThat(replayed).containsExactly("1: 11");
  }

  private void append(long committed, long... bodies) throws IOException {
    try (Journal journal = open(committed)) {
      for (long body : bodies) {
        journal.append(TYPE, body(body));
      }
    }
    replayed.clear();
    settled.clear();
  }

  private Journal open(long committed) throws IOException {
    return Journal.open(folder, committed, this::replay, settled::add);
  }

  private void replay(long number, byte type, byte[] body) throws InvalidProtocolBufferException {
    assertThat(type).isEqualTo(TYPE);
    replayed.add(number + ": " + PointId.parseFrom(body).getNum());
  }

  private static PointId body(long number) {
    return PointId.newBuilder().setNum(number).build();
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((_, _) -> fail()).orElseThrow();
    }
  }

  private static Path fail() {
    throw new AssertionError("more than one file");
  }
}
