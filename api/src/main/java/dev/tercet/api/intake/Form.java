package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.MultipartInput.MalformedStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A form ({@code multipart/form-data}) with one or more files, all of it arrived. Every part has a
 * known name, and only {@code file} may come more than once.
 */
public final class Form implements AutoCloseable {
  /** The most files of one form. */
  public static final int MOST_FILES = 100;

  /** Of all that it consists of, what stands before its first part too. */
  private static final int MOST_BYTES = 256 << 20;

  private static final int MOST_HEADER_BYTES = 8 << 10;
  private static final int LONGEST_BOUNDARY = 70;
  private static final int LONGEST_NAME = 100;
  private static final int BUFFER = 8 << 10;
  private static final String FILE = "file";
  private static final Set<String> FIELDS = Set.of("source", "metadata", "queue", "runAt");

  private final InFlight inFlight;
  private final List<FilePart> files = new ArrayList<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<InFlight.Share> held = new ArrayList<>();

  private Form(InFlight inFlight) {
    this.inFlight = inFlight;
  }

  /** Reads the form that the request brings; refuses what is none. */
  public static Form read(HttpRequest<?> request, InFlight inFlight) {
    byte[] boundary = boundary(request.getHeaders().get(HttpHeaders.CONTENT_TYPE));
    var form = new Form(inFlight);
    boolean whole = false;
    try (InputStream in = new Bounded(Body.stream(request), MOST_BYTES)) {
      form.readParts(
          MultipartInput.builder()
              .setInputStream(in)
              .setBoundary(boundary)
              .setBufferSize(BUFFER)
              .setPartHeaderSizeMax(MOST_HEADER_BYTES)
              .get());
      whole = true;
      return form;
    } catch (FileUploadSizeException e) {
      throw malformed("the headers of a part are larger than " + MOST_HEADER_BYTES + " bytes");
    } catch (MalformedStreamException e) {
      throw e.getCause() instanceof IOException broken
          ? Body.broken(broken)
          : malformed("the form ends before its last boundary, or a boundary is none");
    } catch (IOException e) {
      throw Body.broken(e);
    } finally {
      if (!whole) {
        form.close();
      }
    }
  }

  /** Its files, in the order in which they came. */
  public List<FilePart> files() {
    return List.copyOf(files);
  }

  /** A field's text, or null when the form does not have it. */
  public @Nullable String field(String name) {
    return fields.get(name);
  }

  private void readParts(MultipartInput parts) throws IOException {
    parts.setHeaderCharset(StandardCharsets.UTF_8);
    for (boolean more = parts.skipPreamble(); more; more = parts.readBoundary()) {
      PartHead head = PartHead.of(parts.readHeaders());
      Arrival arrival = arrival(head, parts.newInputStream());
      if (head.name().equals(FILE)) {
        files.add(new FilePart(head.fileName(), head.type(), arrival));
      } else {
        fields.put(head.name(), text(head, arrival));
      }
    }
  }

  /** Takes in a part that may come; it is closed when it does not arrive as a whole. */
  private Arrival arrival(PartHead head, InputStream in) throws IOException {
    check(head);
    var arrival = new Arrival(Body.DOCUMENT_LIMIT, inFlight);
    boolean whole = false;
    try {
      byte[] chunk = new byte[BUFFER];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        arrival.add(chunk, 0, read);
      }
      whole = true;
      return arrival;
    } finally {
      if (!whole) {
        arrival.close();
      }
    }
  }

  private void check(PartHead head) {
    String name = head.name();
    if (name.isEmpty()) {
      throw invalid("", "a part has no name");
    }
    if (!name.equals(FILE) && !FIELDS.contains(name)) {
      throw invalid(
          pointer(name), "no such part is known here; known: file, source, metadata, queue, runAt");
    }
    if (fields.containsKey(name)) {
      throw invalid(pointer(name), "may be given once");
    }
    if (files.size() == MOST_FILES && name.equals(FILE)) {
      throw invalid(pointer(name), "a form has at most " + MOST_FILES + " files");
    }
    if (!head.isPlain()) {
      throw invalid(
          pointer(name), "parts are taken as they are, without Content-Transfer-Encoding");
    }
  }

  /** A field's text, whose memory counts as in flight as long as the form is there. */
  private String text(PartHead head, Arrival arrival) {
    Optional<Charset> charset = head.charset();
    try (arrival) {
      Body body = arrival.body();
      held.add(body.share());
      return charset
          .orElseThrow(() -> invalid(pointer(head.name()), "its charset is not known"))
          .newDecoder()
          .decode(ByteBuffer.wrap(body.bytes(), 0, body.length()))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalid(pointer(head.name()), "is not text in the encoding it declares");
    }
  }

  private static byte[] boundary(@Nullable String type) {
    String boundary = PartHead.parameters(type == null ? "" : type).getOrDefault("boundary", "");
    if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
      throw malformed("Content-Type names no boundary of 1 to " + LONGEST_BOUNDARY + " characters");
    }
    return boundary.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String pointer(String name) {
    String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    return "/" + shown.replace("~", "~0").replace("/", "~1");
  }

  private static RuntimeException malformed(String detail) {
    return Problem.of(ProblemCode.MALFORMED_REQUEST, detail).refusal();
  }

  private static RuntimeException invalid(String pointer, String detail) {
    return Problem.at(ProblemCode.INVALID_BODY, pointer, detail).refusal();
  }

  @Override
  public void close() {
    files.forEach(FilePart::close);
    files.clear();
    held.forEach(InFlight.Share::close);
    held.clear();
  }
}
