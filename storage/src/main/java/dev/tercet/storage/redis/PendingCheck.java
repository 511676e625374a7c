package dev.tercet.storage.redis;

import java.util.List;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.resps.StreamPendingEntry;

/** Whether an entry was delivered to somebody who has not settled it. */
final class PendingCheck {
  private PendingCheck() {}

  /** Asks for one entry, together with whatever else is in the pipeline. */
  static Response<List<StreamPendingEntry>> ask(Pipeline pipeline, String stream, String id) {
    return pipeline.xpending(stream, RedisKeys.GROUP, XPendingParams.xPendingParams(id, id, 1));
  }

  /**
   * What came back.
   *
   * @param withoutGroup what is true when there is no group any more
   */
  static boolean hold(Response<List<StreamPendingEntry>> answer, boolean withoutGroup) {
    try {
      return !answer.get().isEmpty();
    } catch (JedisDataException e) {
      if (!RedisFaults.groupMissing(e) && !RedisFaults.keyAbsent(e)) {
        throw e;
      }
      return withoutGroup;
    }
  }
}
