package dev.tercet.embedded.vector;

import com.google.protobuf.MessageLite;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The description of a collection on disk: vectors, fields, everything but the points. */
record InfoFile(Path file) {
  CollectionInfo read() throws IOException {
    return CollectionInfo.parseFrom(Files.readAllBytes(file));
  }

  void write(CollectionInfo info) throws IOException {
    replace(file, info);
  }

  /** Replaces a file by one move, so that a reader finds the old content or the new. */
  static void replace(Path file, MessageLite content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, content.toByteArray());
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
