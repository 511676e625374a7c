package dev.tercet.pipeline.document;

import dev.tercet.pipeline.document.ReadOutcome.Kind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The service's end of the frames that {@code dev.tercet.reader.ReaderProgram} documents. Nothing
 * that the other end says is believed beyond its bounds.
 */
final class Conversation {
  private static final int HELLO = 'H';
  private static final int FILE = 'F';
  private static final int READ = 'T';
  private static final int REFUSED = 'R';
  private static final int NO_ROOM = 'N';
  private static final int MOST_WARNINGS = 100;
  private static final int LONGEST_SENTENCE = 400;
  private static final int LONGEST_NAME = 4_096;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final int textBytes;

  /** The file's bytes ended or failed before they were all there. */
  static final class NoContentException extends Exception {
    private static final long serialVersionUID = 1L;
    private final IOException reason;

    NoContentException(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  Conversation(InputStream in, OutputStream out, int textBytes) {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
    this.textBytes = textBytes;
  }

  boolean awaitHello() throws IOException {
    return in.readUnsignedByte() == HELLO;
  }

  ReadOutcome read(DocumentFile file) throws IOException, NoContentException {
    out.writeByte(FILE);
    out.writeUTF(shortened(file.name(), LONGEST_NAME));
    out.writeUTF(shortened(file.declaredType(), LONGEST_SENTENCE));
    out.writeInt(file.size());
    send(file);
    out.flush();
    return answer();
  }

  private void send(DocumentFile file) throws IOException, NoContentException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream content = opened(file)) {
      int left = file.size();
      while (left > 0) {
        int read = next(content, buffer, Math.min(left, buffer.length));
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private static InputStream opened(DocumentFile file) throws NoContentException {
    try {
      return file.content().open();
    } catch (IOException e) {
      throw new NoContentException(e);
    }
  }

  private static int next(InputStream content, byte[] buffer, int most) throws NoContentException {
    try {
      int read = content.read(buffer, 0, most);
      if (read < 0) {
        throw new EOFException("the file is shorter than its size");
      }
      return read;
    } catch (IOException e) {
      throw new NoContentException(e);
    }
  }

  private ReadOutcome answer() throws IOException {
    int tag = in.readUnsignedByte();
    if (tag == REFUSED) {
      Kind kind = Kind.valueOf(in.readUTF());
      return new ReadOutcome.Refused(kind, sentence(in.readUTF()));
    }
    if (tag == NO_ROOM) {
      return new ReadOutcome.NoRoom();
    }
    if (tag != READ) {
      throw new IOException("an answer that begins with " + tag);
    }
    int count = within(in.readInt(), MOST_WARNINGS);
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      warnings.add(sentence(in.readUTF()));
    }
    byte[] text = new byte[within(in.readInt(), textBytes)];
    in.readFully(text);
    return new ReadOutcome.Text(new String(text, StandardCharsets.UTF_8), warnings);
  }

  private static int within(int number, int most) throws IOException {
    if (number < 0 || number > most) {
      throw new IOException(number + " is not within 0 to " + most);
    }
    return number;
  }

  /** On one line, and something that every store can keep. */
  private static String sentence(String text) {
    String line = shortened(text, LONGEST_SENTENCE).replaceAll("\\p{Cntrl}", " ");
    return new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
