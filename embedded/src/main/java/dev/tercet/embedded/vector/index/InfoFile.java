package dev.tercet.embedded.vector.index;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The description of a collection on disk: vectors, fields, everything but the points. */
record InfoFile(Path file) {
  CollectionInfo read() throws IOException {
    CollectionInfo info = CollectionInfo.parseFrom(Files.readAllBytes(file));
    if (!info.getConfig().getParams().getVectorsConfig().hasParams()) {
      throw new InvalidProtocolBufferException("The description names no vectors");
    }
    return info;
  }

  void write(CollectionInfo info) throws IOException {
    replace(file, info);
  }

  /** Replaces a file by one move, so that a reader finds the old content or the new. */
  static void replace(Path file, MessageLite content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = content.toByteString().asReadOnlyByteBuffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
