package dev.tercet.embedded.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the published binaries call the machine that this runs on. */
public enum Platform {
  LINUX_AMD64,
  LINUX_ARM64,
  DARWIN_AMD64,
  DARWIN_ARM64;

  /** What to do where the embedded stores cannot run. */
  public static final String ALTERNATIVE =
      "Run the stores in containers instead (`docker compose up`) and start with --external.";

  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64", "arm64", "arm64");

  /** The resource on the class path that holds Postgres, a tar compressed by xz. */
  public String postgresArchive() {
    return switch (this) {
      case LINUX_AMD64 -> "postgres-linux-x86_64.txz";
      case LINUX_ARM64 -> "postgres-linux-arm_64.txz";
      // One universal archive serves both kinds of Mac.
      case DARWIN_AMD64, DARWIN_ARM64 -> "postgres-darwin-arm_64.txz";
    };
  }

  /** The resources on the class path that hold Redis, the better ones first. */
  public List<String> redisBinaries() {
    return switch (this) {
      // The first one is linked against the system's OpenSSL 3; the other is static, of 32 bits.
      case LINUX_AMD64 ->
          List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
      case LINUX_ARM64 -> List.of("redis-server-6.2.7-linux-arm64");
      case DARWIN_AMD64 -> List.of("redis-server-6.2.6-v5-darwin-amd64");
      case DARWIN_ARM64 -> List.of("redis-server-6.2.6-v5-darwin-arm64");
    };
  }

  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String system, String architecture) {
    String os = system.toLowerCase(Locale.ROOT);
    String family = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "";
    String kind = ARCHITECTURES.getOrDefault(architecture.toLowerCase(Locale.ROOT), "");
    return switch (family + "-" + kind) {
      case "linux-amd64" -> LINUX_AMD64;
      case "linux-arm64" -> LINUX_ARM64;
      case "darwin-amd64" -> DARWIN_AMD64;
      case "darwin-arm64" -> DARWIN_ARM64;
      default ->
          throw new EmbeddedStoresException(
              "There are no embedded stores for "
                  + system
                  + " on "
                  + architecture
                  + ". "
                  + ALTERNATIVE);
    };
  }
}
