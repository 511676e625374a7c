package dev.tercet.api.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.tercet.api.config.LogConfig;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Turns events into the bytes of lines; named by {@code logback.xml}. */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NONE = {};

  private final Redaction redaction = new Redaction();
  private volatile LineFormat format = new TextFormat(redaction);

  void use(LogConfig.Format chosen) {
    format =
        switch (chosen) {
          case TEXT -> new TextFormat(redaction);
          case JSON -> new JsonFormat(redaction);
        };
  }

  void hide(Collection<String> secrets) {
    redaction.know(secrets);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return format.lines(event).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }
}
