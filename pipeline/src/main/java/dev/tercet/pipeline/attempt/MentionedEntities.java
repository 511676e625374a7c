package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.rules.Entity;
import dev.tercet.pipeline.provider.rules.EntityFinder;
import dev.tercet.saga.Passage;
import dev.tercet.saga.port.EntityStore.Mention;
import java.util.ArrayList;
import java.util.List;

/** The entities that the facts of passages mention. */
final class MentionedEntities {
  private MentionedEntities() {}

  /** Every mention, in the order of passages and facts. */
  static List<Mention> of(List<Passage> passages, EntityFinder finder) {
    var mentions = new ArrayList<Mention>();
    for (Passage passage : passages) {
      for (Passage.Fact fact : passage.facts()) {
        for (Entity entity : entities(fact, finder)) {
          mentions.add(new Mention(entity.type(), entity.name(), entity.key(), passage.ordinal()));
        }
      }
    }
    return mentions;
  }

  private static List<Entity> entities(Passage.Fact fact, EntityFinder finder) {
    return finder.find(CanonicalJson.readOwn(fact.data()));
  }
}
