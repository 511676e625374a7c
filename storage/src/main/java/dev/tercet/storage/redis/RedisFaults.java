package dev.tercet.storage.redis;

import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Says what a failure of Redis means. */
final class RedisFaults {
  /** Error codes of a server that refuses now and may take the same command later. */
  private static final Set<String> LATER =
      Set.of(
          "LOADING",
          "READONLY",
          "MASTERDOWN",
          "OOM",
          "MISCONF",
          "BUSY",
          "NOREPLICAS",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "EXECABORT");

  /** Those of them that mean that its memory, or the disk under it, is full. */
  private static final Set<String> FULL = Set.of("OOM", "MISCONF");

  private RedisFaults() {}

  /** The failure as a port's caller gets it. */
  static RuntimeException meaning(String server, JedisException failure) {
    if (failure instanceof JedisDataException refused
        && !(failure instanceof JedisAccessControlException)
        && !LATER.contains(code(refused))) {
      return refused;
    }
    String reason = "Redis at " + server + ": " + failure.getMessage();
    return failure instanceof JedisDataException refused && FULL.contains(code(refused))
        ? new StoreFullException(Store.REDIS, reason, failure)
        : new StoreUnavailableException(Store.REDIS, reason, failure);
  }

  /**
   * True when the server was there but did not answer in time; asking again would double the wait.
   */
  static boolean timedOut(Throwable failure) {
    if (failure instanceof SocketTimeoutException
        || Stream.of(failure.getSuppressed()).anyMatch(RedisFaults::timedOut)) {
      return true;
    }
    Throwable cause = failure.getCause();
    return cause != null && timedOut(cause);
  }

  /** The caller was interrupted while it waited for a connection. */
  static boolean interrupted(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof InterruptedException || (cause != null && interrupted(cause));
  }

  /** The stream or its group is gone: Redis has lost its data, or never had any. */
  static boolean groupMissing(JedisDataException failure) {
    return switch (code(failure)) {
      case "NOGROUP", "UNBLOCKED" -> true;
      default -> false;
    };
  }

  /** The group is there already. */
  static boolean groupPresent(JedisDataException failure) {
    return code(failure).equals("BUSYGROUP");
  }

  /** The key is not there; the code alone ({@code ERR}) does not tell. */
  static boolean keyAbsent(JedisDataException failure) {
    return message(failure).contains("no such key");
  }

  private static String code(JedisDataException failure) {
    String message = message(failure);
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }

  private static String message(JedisDataException failure) {
    return String.valueOf(failure.getMessage());
  }
}
