package dev.tercet.cli;

import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AOT cache that whoever started this JVM gave it (docs/adr/0015-an-aot-cache.md). A JVM that
 * cannot use one goes on without, and says so in lines of its own on standard output, which are
 * therefore switched off; this says it in one.
 *
 * @param file as it was given; empty when none was
 * @param used whether the JVM shares classes from it
 */
record AotCache(Optional<String> file, boolean used) {
  private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);

  /** As the properties of the JVM tell: with a cache that it cannot use, it shares nothing. */
  static AotCache of(Properties properties) {
    return new AotCache(
        Optional.ofNullable(properties.getProperty("tercet.aot")),
        properties.getProperty("java.vm.info", "").contains("sharing"));
  }

  /** Says in one line that there is one which is not used. */
  void tell() {
    refusal().ifPresent(LOG::info);
  }

  Optional<String> refusal() {
    return used
        ? Optional.empty()
        : file.map(it ->
            """
            The AOT cache %s is missing, damaged or not for this JDK, its options and these jars; \
            started without it (the JVM's option -Xlog:aot says why)\
            """
                .formatted(it));
  }
}
