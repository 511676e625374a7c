package dev.tercet.cli.bench.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerMessagesTest {
  private final LongAdder statements = new LongAdder();
  private final LongAdder transactions = new LongAdder();
  private final LedgerMessages messages = new LedgerMessages(statements, transactions);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4_096})
  void countsHoweverTheBytesComeInPieces(int piece) {
    sent(piece, first(80_877_103, ""));
    received(piece, "N".getBytes(StandardCharsets.US_ASCII));
    sent(piece, first(3 << 16, "user\0me\0\0"));
    received(piece, typed('R', "1234"), typed('Z', "I"));
    sent(piece, typed('P', "E a statement"), typed('E', "x"), typed('P', "y"), typed('E', "z"));
    sent(piece, typed('S', ""));
    received(piece, typed('D', "Z of the data"), typed('Z', "T"));
    sent(piece, typed('Q', "COMMIT"));
    received(piece, typed('C', "COMMIT"), typed('Z', "I"));

    assertThat(statements.sum()).isEqualTo(3);
    assertThat(transactions.sum()).as("the greeting is none").isEqualTo(1);
    assertThat(messages.isEncrypted()).isFalse();
  }

  @Test
  void saysThatItCannotReadWhatIsEncrypted() {
    sent(100, first(80_877_103, ""));
    received(100, "S".getBytes(StandardCharsets.US_ASCII));
    sent(100, typed('Q', "none of these can be read"));

    assertThat(messages.isEncrypted()).isTrue();
    assertThat(statements.sum()).isZero();
  }

  private void sent(int piece, byte[]... all) {
    for (byte[] bytes : all) {
      for (int at = 0; at < bytes.length; at += piece) {
        messages.sent(bytes, at, Math.min(piece, bytes.length - at));
      }
    }
  }

  private void received(int piece, byte[]... all) {
    for (byte[] bytes : all) {
      for (int at = 0; at < bytes.length; at += piece) {
        messages.received(bytes, at, Math.min(piece, bytes.length - at));
      }
    }
  }

  private static byte[] first(int code, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(8 + bytes.length)
        .putInt(8 + bytes.length)
        .putInt(code)
        .put(bytes)
        .array();
  }

  private static byte[] typed(char type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) type)
        .putInt(4 + bytes.length)
        .put(bytes)
        .array();
  }
}
