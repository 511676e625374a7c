package dev.tercet.reader;

import java.nio.charset.Charset;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;

/** The encoding that a header names. */
final class DeclaredCharset {
  private DeclaredCharset() {}

  /** Of a part of a letter; null when there is none. */
  static @Nullable String of(Metadata metadata) {
    String encoding = metadata.get(Metadata.CONTENT_ENCODING);
    return encoding != null ? encoding : of(metadata.get(Metadata.CONTENT_TYPE));
  }

  /** Of a media type such as {@code text/plain; charset=koi8-r}; null when there is none. */
  static @Nullable String of(@Nullable String mediaType) {
    MediaType type = mediaType == null ? null : MediaType.parse(mediaType);
    return type == null ? null : type.getParameters().get("charset");
  }

  /** The media type with this encoding. */
  static String with(MediaType type, @Nullable String charset) {
    return charset == null || !Charset.isSupported(charset)
        ? type.toString()
        : type + "; charset=" + charset;
  }
}
