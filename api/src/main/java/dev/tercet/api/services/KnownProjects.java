package dev.tercet.api.services;

import dev.tercet.saga.Project;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Living projects as this process saw them last, for those who post documents: the ledger takes
 * nothing for a project that was deleted or changed since, and then it is looked up again.
 */
@Singleton
public final class KnownProjects {
  private static final int MOST = 256;

  /** Of schema and options together; larger ones are looked up each time. */
  private static final int LONGEST = 16_384;

  private final Services.Source services;
  private final Map<Name, Project> known = new LinkedHashMap<>(16, 0.75f, true);

  private record Name(String tenant, String slug) {}

  /** Knows none at first. */
  public KnownProjects(Services.Source services) {
    this.services = services;
  }

  /** As seen last; looked up when it is not known. */
  public Optional<Project> find(String tenant, String slug) {
    return known(tenant, slug).or(() -> findAgain(tenant, slug));
  }

  /** What its name means as seen last; itself when that is not known. */
  public Project latest(Project project) {
    return known(project.tenant(), project.slug()).orElse(project);
  }

  private Optional<Project> known(String tenant, String slug) {
    synchronized (known) {
      return Optional.ofNullable(known.get(new Name(tenant, slug)));
    }
  }

  /** As it is now. */
  public Optional<Project> findAgain(String tenant, String slug) {
    Optional<Project> found = services.get().projects().find(tenant, slug);
    synchronized (known) {
      known.remove(new Name(tenant, slug));
      found
          .filter(it -> it.schema().length() + it.options().length() <= LONGEST)
          .ifPresent(it -> known.put(new Name(tenant, slug), it));
      if (known.size() > MOST) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return found;
  }
}
