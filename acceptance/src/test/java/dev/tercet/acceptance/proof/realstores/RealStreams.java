package dev.tercet.acceptance.proof.realstores;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.redis.RedisSettings;
import dev.tercet.storage.redis.RedisStores;
import dev.tercet.testkit.fault.Observer;
import dev.tercet.testkit.memory.queue.Mishap;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamPendingEntry;

/**
 * Keys of the proof's own on a Redis under the real adapter, one world after the other. Nobody else
 * writes there, so that what stands in the streams is read again only after a call.
 */
final class RealStreams implements RealQueue {
  private static final String GROUP = "workers";
  private static final String STRANGER = "stranger";
  private static final int MOST = 1_000;

  private final String prefix = "proof:" + UUID.randomUUID();
  private final Jedis redis;
  private final RedisStores stores;
  private @Nullable List<Publication> entries;
  private final JobQueue queue;

  RealStreams(String url) {
    redis = new Jedis(URI.create(url));
    stores = RedisStores.open(RedisSettings.of(url, prefix));
    queue = Observer.around(JobQueue.class, stores.queue(), _ -> entries = null);
  }

  private String key(String name) {
    return "{" + prefix + "}:" + name;
  }

  private String stream(QueueName queue) {
    return key("hints:" + queue.label());
  }

  @Override
  public JobQueue queue() {
    return queue;
  }

  /** Everything is lost, as by FLUSHALL. */
  @Override
  public void lose() {
    List<String> keys = new ArrayList<>(List.of(key("marker"), key("steering")));
    for (QueueName queue : QueueName.values()) {
      keys.add(stream(queue));
      keys.add(stream(queue) + ":elsewhere");
    }
    redis.del(keys.toArray(String[]::new));
    entries = null;
  }

  @Override
  public void suffer(Mishap mishap) {
    entries = null;
    for (QueueName queue : QueueName.values()) {
      if (redis.exists(stream(queue))) {
        suffer(stream(queue), mishap);
      }
    }
  }

  private void suffer(String stream, Mishap mishap) {
    ensureGroup(stream);
    switch (mishap) {
      case GROUP_MOVED_TO_THE_END ->
          redis.xgroupSetID(stream, GROUP, StreamEntryID.XGROUP_LAST_ENTRY);
      case GROUP_MADE_ANEW_AT_THE_END -> {
        redis.xgroupDestroy(stream, GROUP);
        redis.xgroupCreate(stream, GROUP, StreamEntryID.XGROUP_LAST_ENTRY, false);
      }
      case READ_AWAY -> read(stream, XReadGroupParams.xReadGroupParams().count(MOST).noAck());
      case ACKNOWLEDGED -> {
        read(stream, XReadGroupParams.xReadGroupParams().count(MOST));
        StreamEntryID[] all =
            redis.xrange(stream, "-", "+").stream()
                .map(StreamEntry::getID)
                .toArray(StreamEntryID[]::new);
        redis.xack(stream, GROUP, all);
      }
      case CONSUMER_DELETED -> {
        read(stream, XReadGroupParams.xReadGroupParams().count(MOST));
        redis.xgroupDelConsumer(stream, GROUP, STRANGER);
      }
      case TRIMMED -> redis.xtrim(stream, XTrimParams.xTrimParams().maxLen(1).exactTrimming());
      case NEWEST_DELETED ->
          redis.xrevrange(stream, "+", "-", 1).forEach(entry -> redis.xdel(stream, entry.getID()));
      case RENAMED -> redis.rename(stream, stream + ":elsewhere");
    }
  }

  private void ensureGroup(String stream) {
    if (redis.xinfoGroups(stream).isEmpty()) {
      redis.xgroupCreate(stream, GROUP, new StreamEntryID(0, 0), false);
    }
  }

  private void read(String stream, XReadGroupParams how) {
    redis.xreadGroup(
        GROUP, STRANGER, how, Map.of(stream, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
  }

  @Override
  public void later(Duration step) {
    for (QueueName queue : QueueName.values()) {
      if (redis.exists(stream(queue)) && !redis.xinfoGroups(stream(queue)).isEmpty()) {
        XPendingParams all = XPendingParams.xPendingParams("-", "+", MOST);
        redis.xpending(stream(queue), GROUP, all).forEach(it -> age(queue, it, step));
      }
    }
  }

  private void age(QueueName queue, StreamPendingEntry pending, Duration step) {
    redis.xclaimJustId(
        stream(queue),
        GROUP,
        pending.getConsumerName(),
        0,
        XClaimParams.xClaimParams().idle(pending.getIdleTime() + step.toMillis()),
        pending.getID());
  }

  @Override
  public List<Publication> entries() {
    List<Publication> all = entries;
    if (all == null) {
      all = read();
      entries = all;
    }
    return all;
  }

  private List<Publication> read() {
    String marker = redis.get(key("marker"));
    List<Publication> found = new ArrayList<>();
    for (QueueName queue : QueueName.values()) {
      for (StreamEntry entry : redis.xrange(stream(queue), "-", "+")) {
        Hint hint =
            new Hint(
                UUID.fromString(entry.getFields().get("extraction")),
                Long.parseLong(entry.getFields().get("epoch")));
        found.add(
            new Publication(
                hint, queue, new Position(entry.getID().toString()), marker == null ? "" : marker));
      }
    }
    return found;
  }

  @Override
  public void close() {
    lose();
    stores.close();
    redis.close();
  }
}
