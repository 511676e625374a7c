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

  private RedisFaults() {}

  /** The failure as a port's caller gets it. */
  static RuntimeException meaning(String server, JedisException thrown) {
    JedisException failure = refusedInTransaction(thrown);
    if (failure instanceof JedisDataException refused && ofAnotherHand(refused)) {
      return unreadable(server, "a stream", refused);
    }
    if (failure instanceof JedisDataException refused
        && !(failure instanceof JedisAccessControlException)
        && !LATER.contains(code(refused))) {
      return refused;
    }
    String reason = "Redis at " + server + ": " + failure.getMessage();
    return failure instanceof JedisDataException refused && full(refused)
        ? new StoreFullException(Store.REDIS, reason, thrown)
        : new StoreUnavailableException(Store.REDIS, reason, thrown);
  }

  /** A command refused while it was queued says why; the end of its transaction does not. */
  private static JedisException refusedInTransaction(JedisException failure) {
    return failure instanceof JedisDataException aborted && code(aborted).equals("EXECABORT")
        ? Stream.of(aborted.getSuppressed())
            .filter(JedisDataException.class::isInstance)
            .map(JedisDataException.class::cast)
            .findFirst()
            .orElse(aborted)
        : failure;
  }

  /** Its memory is full, or the disk under it; it cannot persist for other reasons, too. */
  private static boolean full(JedisDataException refused) {
    return switch (code(refused)) {
      case "OOM" -> true;
      case "MISCONF" -> message(refused).contains("No space left");
      default -> false;
    };
  }

  /** What a caller gets when somebody else has written to {@code what}. */
  static StoreUnavailableException unreadable(String server, String what, RuntimeException cause) {
    return new StoreUnavailableException(
        Store.REDIS,
        "Redis at %s: %s cannot be read (%s); delete the stream's key, what was queued is published again"
            .formatted(server, what, cause.getMessage()),
        cause);
  }

  /** Whether it is one key that cannot be read: the others may be asked. */
  static boolean ofOneKey(StoreUnavailableException failure) {
    return failure.getCause() instanceof UnreadableKeyException;
  }

  /** The key is no stream, or has no id left: not of our doing. */
  static boolean ofAnotherHand(JedisDataException failure) {
    return code(failure).equals("WRONGTYPE") || message(failure).contains("exhausted");
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

  /** The server does not know the script; it forgets all of them when it starts. */
  static boolean scriptMissing(JedisDataException failure) {
    return code(failure).equals("NOSCRIPT");
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
