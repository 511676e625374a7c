package dev.tercet.pipeline.document;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a reader is started: bounded, at low priority, and knowing nothing of the service. */
final class ReaderCommand {
  private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

  /**
   * Behind the service and its stores, but not starved by them: beside one busy thread of theirs a
   * reader gets a fourth of a core. With 10 it got a tenth, and on a full machine its start alone
   * took 36 s of the caller's patience.
   */
  private static final String NICENESS = "5";

  private static final String PROGRAM = "dev.tercet.reader.ReaderProgram";

  private ReaderCommand() {}

  static ProcessBuilder of(ReaderSettings settings, Path folder) {
    List<String> command = new ArrayList<>();
    NICE.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", NICENESS)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + (settings.heapBytes() >> 20) + "m",
            "-Xms32m",
            "-XX:+UseSerialGC",
            // What a large file took is given back, not kept for the next one.
            "-XX:MaxHeapFreeRatio=40",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:+ExitOnOutOfMemoryError",
            // Files are many and short: the second compiler would work for what is killed before it
            // pays.
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=" + folder.resolve("error.log"),
            "-Djava.io.tmpdir=" + folder,
            "-Djava.awt.headless=true",
            "-Djavax.xml.accessExternalDTD=",
            "-Djavax.xml.accessExternalSchema=",
            "-DsocksProxyHost=127.0.0.1",
            "-DsocksProxyPort=9",
            "-Dslf4j.internal.verbosity=ERROR",
            "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
            "-Dorg.apache.logging.log4j.simplelog.level=OFF",
            "-Dlog4j2.StatusLogger.level=OFF",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            settings.classPath(),
            PROGRAM,
            folder.toString(),
            Integer.toString(settings.textBytes())));
    var builder = new ProcessBuilder(command);
    // Neither keys nor options of the service's JVM.
    builder.environment().clear();
    builder.environment().put("LANG", "C.UTF-8");
    return builder;
  }
}
