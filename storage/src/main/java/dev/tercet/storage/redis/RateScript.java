package dev.tercet.storage.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One act upon a provider's buckets, by the server's own time and in one trip. The hash of a
 * provider has {@code at}, when it was last written, and for requests and tokens: the level, which
 * may be below zero; what each half second was given, by its number; their sum; and the number of
 * the oldest. All times are in microseconds.
 */
final class RateScript {
  private static final String TEXT =
      """
      local MINUTE, SLOT, SECOND = 60000000, 500000, 1000000
      local key, act, burst, longest = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
      local time = redis.call('TIME')
      local now = time[1] * SECOND + time[2]
      local writes = {}

      local function exact(number) return string.format('%.17g', number) end
      local function slot(at) return math.floor(at / SLOT) end

      -- What somebody else has put there is no bucket.
      if redis.call('TYPE', key).ok ~= 'hash' then table.insert(writes, {'DEL', key}) end
      local at = #writes == 0 and tonumber(redis.call('HGET', key, 'at') or '') or now
      -- After a long silence no slot counts any more; nor does one when the clock was put back.
      local isStale = at > now + SECOND or now > at + 3 * MINUTE
      if isStale then table.insert(writes, {'DEL', key}) end

      local function meter(name, perMinute, amount)
        local read = #writes == 0 or isStale
        local known = read and redis.call('HMGET', key, name, name .. ':sum', name .. ':from') or {}
        local it = {name = name, amount = amount, rate = perMinute / MINUTE}
        it.holds = math.max(1, it.rate * burst)
        it.most = math.max(perMinute, it.holds)
        local level = tonumber(known[1] or '') or it.holds
        it.level = math.min(it.holds, level + math.max(0, now - at) * it.rate)
        it.sum = not isStale and tonumber(known[2] or '') or 0
        it.from = not isStale and tonumber(known[3] or '') or slot(now - MINUTE)
        return it
      end

      -- Forgets the slots that lie a minute before then.
      local function sweep(it, time)
        while (it.from + 1) * SLOT + MINUTE <= time do
          local field = it.name .. ':' .. exact(it.from)
          local given = not isStale and tonumber(redis.call('HGET', key, field) or '')
          if given then
            it.sum = it.sum - given
            table.insert(writes, {'HDEL', key, field})
          end
          it.from = it.from + 1
        end
      end

      local function turn(it)
        local missing = math.min(it.amount, it.holds) - it.level
        local time = now + (missing <= 0 and 0 or math.ceil(missing / it.rate))
        -- Not before the last turn that could come only because a slot had gone by then.
        time = math.max(time, it.from * SLOT + MINUTE)
        sweep(it, time)
        while it.sum > 0 and it.sum + it.amount > it.most and it.from <= slot(now + 2 * MINUTE) do
          time = math.max(time, (it.from + 1) * SLOT + MINUTE)
          sweep(it, time)
        end
        return time
      end

      local function use(it, time)
        sweep(it, time)
        it.level = math.min(it.holds, it.level - it.amount)
        it.sum = it.sum + it.amount
        if it.amount ~= 0 then
          local field = it.name .. ':' .. exact(slot(time))
          table.insert(writes, {'HINCRBY', key, field, exact(it.amount)})
        end
        table.insert(writes, {'HSET', key, 'at', exact(now), it.name, exact(it.level),
            it.name .. ':sum', exact(it.sum), it.name .. ':from', exact(it.from)})
        return (it.holds - it.level) / it.rate
      end

      local meters = {}
      for i, name in ipairs({'requests', 'tokens'}) do
        local perMinute = tonumber(ARGV[2 + 2 * i])
        if perMinute > 0 then
          table.insert(meters, meter(name, perMinute, tonumber(ARGV[3 + 2 * i])))
        end
      end

      local due = now
      if act == 'take' then
        for _, it in ipairs(meters) do due = math.max(due, turn(it)) end
        if due - now > longest then return due - now end
      end
      local full = 2 * MINUTE
      for _, it in ipairs(meters) do full = math.max(full, use(it, due)) end
      table.insert(writes, {'PEXPIRE', key, string.format('%.0f', full / 1000)})
      for _, write in ipairs(writes) do
        local answer = redis.pcall(unpack(write))
        if type(answer) == 'table' and answer.err then
          return {err = string.gsub(answer.err, '^@user_script: %d+: %-?', '')}
        end
      end
      return due - now
      """;

  private static final String SHA1 = sha1(TEXT);

  private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);

  /** Runs it, and tells the server what it is if that has forgotten. Returns microseconds. */
  long run(Connection connection, String key, List<String> arguments) {
    Object answer;
    try {
      answer = connection.executeCommand(commands.evalsha(SHA1, List.of(key), arguments));
    } catch (JedisDataException e) {
      if (!RedisFaults.scriptMissing(e)) {
        throw e;
      }
      answer = connection.executeCommand(commands.eval(TEXT, List.of(key), arguments));
    }
    return (Long) answer;
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
