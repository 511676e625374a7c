package dev.tercet.storage.postgres.project;

import dev.tercet.saga.port.QueueSettingsStore;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
import dev.tercet.storage.postgres.jdbc.Database;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Pause and weights of the queues. */
public final class PostgresQueueSettings implements QueueSettingsStore {
  private final QueueSettingRepository settings;

  public PostgresQueueSettings(Database database) {
    settings = database.repository(QueueSettingRepository.class);
  }

  @Override
  public QueueSettings current() {
    Map<QueueName, Integer> weights = new EnumMap<>(QueueName.class);
    Set<QueueName> paused = EnumSet.noneOf(QueueName.class);
    for (QueueSettingRow row : settings.findAll()) {
      QueueName queue = QueueName.ofLabel(row.queue());
      weights.put(queue, row.weight());
      if (row.paused()) {
        paused.add(queue);
      }
    }
    return new QueueSettings(weights, paused);
  }

  @Override
  public boolean pause(QueueName queue, boolean paused) {
    return settings.pause(queue.label(), paused) > 0;
  }
}
