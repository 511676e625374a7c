package dev.tercet.cli.bench.count;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what goes over one connection to Postgres by the heads of its messages (PostgreSQL's
 * documentation, "Message Formats"): a byte for the type and four for the length; only the first
 * ones of a client have no type. A connection that is encrypted tells nothing.
 */
final class LedgerMessages {
  private static final int LENGTH = 4;
  private static final int TYPED_HEAD = 1 + LENGTH;
  private static final int FIRST_HEAD = 2 * LENGTH;
  private static final int MAJOR_SHIFT = 16;
  private static final int MAJOR_VERSION = 3;

  private final LongAdder statements;
  private final LongAdder transactions;
  private final Half sent = new Half(FIRST_HEAD);
  private final Half received = new Half(TYPED_HEAD);
  private final AtomicInteger bareAnswers = new AtomicInteger();
  private volatile boolean encrypted;
  private boolean greeted;

  LedgerMessages(LongAdder statements, LongAdder transactions) {
    this.statements = statements;
    this.transactions = transactions;
  }

  /** One direction: the head of a message comes in pieces, its body is passed over. */
  private static final class Half {
    private ByteBuffer head;
    private int body;

    Half(int length) {
      head = ByteBuffer.allocate(length);
    }

    /** How many of the bytes belong to the body of the present message. */
    int passOver(int left) {
      int passed = Math.min(left, body);
      body -= passed;
      return passed;
    }

    /** Whether the head is whole now. */
    boolean isWhole(byte next) {
      head.put(next);
      return !head.hasRemaining();
    }

    void begin(int bodyLength, int nextHead) {
      body = bodyLength;
      head = ByteBuffer.allocate(nextHead);
    }
  }

  /** Whether nothing can be counted, since nothing can be read. */
  boolean isEncrypted() {
    return encrypted;
  }

  /** Bytes of the client. */
  void sent(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && !encrypted) {
      at += sent.passOver(end - at);
      if (at < end && sent.isWhole(bytes[at++])) {
        if (sent.head.capacity() == FIRST_HEAD) {
          first(sent.head);
        } else {
          typed(sent.head);
        }
      }
    }
  }

  private void first(ByteBuffer head) {
    int body = head.getInt(0) - FIRST_HEAD;
    boolean isStart = head.getInt(LENGTH) >> MAJOR_SHIFT == MAJOR_VERSION;
    if (!isStart) {
      bareAnswers.incrementAndGet(); // asked whether it may be encrypted; one byte comes back
    }
    sent.begin(body, isStart ? TYPED_HEAD : FIRST_HEAD);
  }

  private void typed(ByteBuffer head) {
    byte type = head.get(0);
    if (type == 'E' || type == 'Q') {
      statements.increment();
    }
    sent.begin(head.getInt(1) - LENGTH, TYPED_HEAD);
  }

  /** Bytes of the server. */
  void received(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && !encrypted) {
      if (bareAnswers.get() > 0) {
        bareAnswers.decrementAndGet();
        encrypted = bytes[at++] != 'N';
        continue;
      }
      at += received.passOver(end - at);
      if (at < end && received.isWhole(bytes[at++])) {
        answered(received.head);
      }
    }
  }

  /** With {@code ReadyForQuery} the head is taken to be a byte longer, which tells the state. */
  private void answered(ByteBuffer head) {
    int body = head.getInt(1) - LENGTH;
    if (head.get(0) != 'Z') {
      received.begin(body, TYPED_HEAD);
    } else if (head.capacity() == TYPED_HEAD) {
      received.begin(0, TYPED_HEAD + 1);
      received.head.put(head.flip());
    } else {
      ready(head.get(TYPED_HEAD));
      received.begin(0, TYPED_HEAD);
    }
  }

  private void ready(byte state) {
    if (greeted && state == 'I') {
      transactions.increment();
    }
    greeted = true;
  }
}
