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
 * the oldest; and, as long as an answer's headers hold, what is left by them, at which rate that
 * fills, and until when it holds. All times are in microseconds.
 */
final class RateScript {
  private static final String TEXT =
      """
      local MINUTE, SLOT, SECOND = 60000000, 500000, 1000000
      -- A call arrives after its turn: the provider's minute ends that much later.
      local GONE = MINUTE + SECOND
      local key, act, burst, longest = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
      local time = redis.call('TIME')
      local now = time[1] * SECOND + time[2]
      local writes = {}

      local function exact(number) return string.format('%.17g', number) end
      local function slot(at) return math.floor(at / SLOT) end

      -- What somebody else has put there is no bucket.
      local isHash = redis.call('TYPE', key).ok == 'hash'
      local at = isHash and tonumber(redis.call('HGET', key, 'at') or '') or now
      -- After a long silence no slot counts any more; nor does one when the clock was put back.
      local isStale = at > now + SECOND or now > at + 3 * MINUTE
      if isStale or not isHash then table.insert(writes, {'DEL', key}) end

      local function meter(name, perMinute, amount)
        local known = isHash and redis.call('HMGET', key, name, name .. ':sum', name .. ':from',
            name .. ':left', name .. ':fills', name .. ':until') or {}
        local it = {name = name, amount = amount, rate = perMinute / MINUTE}
        it.holds = math.max(1, it.rate * burst)
        it.most = math.max(perMinute, it.holds)
        local level = tonumber(known[1] or '') or it.holds
        it.level = math.min(it.holds, level + math.max(0, now - at) * it.rate)
        it.sum = not isStale and tonumber(known[2] or '') or 0
        it.from = not isStale and tonumber(known[3] or '') or slot(now - GONE)
        it.holdsUntil = not isStale and tonumber(known[6] or '') or 0
        if it.holdsUntil > now and it.holdsUntil <= now + 2 * MINUTE then
          it.fills = tonumber(known[5] or '') or 0
          it.left = (tonumber(known[4] or '') or 0) + math.max(0, now - at) * it.fills
        end
        return it
      end

      -- Forgets the slots whose minute has ended by then.
      local function sweep(it, time)
        while (it.from + 1) * SLOT + GONE <= time do
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
        if it.left then
          local short = math.min(it.amount, it.holds) - it.left
          local there = it.fills > 0 and now + math.ceil(math.max(0, short) / it.fills)
          time = math.max(time, short <= 0 and now or math.min(there or it.holdsUntil, it.holdsUntil))
        end
        -- Not before the last turn that could come only because a slot had gone by then.
        time = math.max(time, it.from * SLOT + GONE)
        sweep(it, time)
        while it.sum > 0 and it.sum + it.amount > it.most and it.from <= slot(now + 2 * MINUTE) do
          time = math.max(time, (it.from + 1) * SLOT + GONE)
          sweep(it, time)
        end
        return time
      end

      local function use(it, time)
        sweep(it, time)
        -- One absurd count must not stop all calls for days: a debt is ten minutes' worth at most.
        it.level = math.max(-10 * it.most, math.min(it.holds, it.level - it.amount))
        it.sum = it.sum + it.amount
        -- The provider's own figure has what was used beyond what was taken.
        if it.left and act ~= 'settle' then it.left = it.left - it.amount end
        if it.amount ~= 0 then
          local field = it.name .. ':' .. exact(slot(time))
          table.insert(writes, {'HINCRBY', key, field, exact(it.amount)})
        end
        table.insert(writes, {'HSET', key, 'at', exact(now), it.name, exact(it.level),
            it.name .. ':sum', exact(it.sum), it.name .. ':from', exact(it.from)})
        if it.left then
          table.insert(writes, {'HSET', key, it.name .. ':left', exact(it.left), it.name .. ':fills',
              exact(it.fills), it.name .. ':until', exact(it.holdsUntil)})
        end
        return (it.holds - it.level) / it.rate
      end

      -- What the provider says is left, less what it may not know of: all that was given since the
      -- call began, whose own request it knows.
      local function hear(it, limit, remaining, reset)
        local fields = {}
        for i = slot(now - math.min(longest, MINUTE)), slot(now + MINUTE) do
          table.insert(fields, it.name .. ':' .. exact(i))
        end
        local given = it.name == 'requests' and -1 or 0
        for _, amount in ipairs(isHash and redis.call('HMGET', key, unpack(fields)) or {}) do
          given = given + (tonumber(amount or '') or 0)
        end
        local whole = limit > 0 and limit or it.rate * MINUTE
        local used = math.max(0, whole - remaining)
        -- A bucket of the provider's fills all the time; what comes sooner than that comes at once.
        local isBucket = used == 0 or reset >= 0.9 * used * MINUTE / whole
        it.fills = isBucket and math.min(used == 0 and it.rate or used / reset, it.rate) or 0
        it.left = remaining - math.max(0, given)
        it.holdsUntil = now + math.min(reset, MINUTE)
      end

      local meters = {}
      for i, name in ipairs({'requests', 'tokens'}) do
        local first = 5 * i - 1
        local perMinute, remaining = tonumber(ARGV[first]), tonumber(ARGV[first + 3])
        if perMinute > 0 then
          local it = meter(name, perMinute, tonumber(ARGV[first + 1]))
          if remaining >= 0 then
            hear(it, tonumber(ARGV[first + 2]), remaining, tonumber(ARGV[first + 4]))
          end
          table.insert(meters, it)
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
