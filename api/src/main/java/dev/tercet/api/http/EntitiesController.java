package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.services.Services;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.EntityStore.Entity;
import dev.tercet.saga.port.EntityStore.Place;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Objects;

/** The entities that living extractions mention. */
@Controller("/projects/{project}/entities")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EntitiesController {
  private final Services.Source services;
  private final AddressedResource addressed;

  EntitiesController(Services.Source services, AddressedResource addressed) {
    this.services = services;
    this.addressed = addressed;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request, String project) {
    Parameters parameters = Parameters.of(request, "type", "q", "limit", "cursor");
    int limit = parameters.limit();
    Place after = place(Cursor.ENTITIES.read(parameters.cursor(), "0:"));
    Project in = addressed.project(request, project);
    List<Entity> found =
        services
            .get()
            .entities()
            .list(
                in.id(),
                Objects.requireNonNullElse(parameters.text("type"), ""),
                Objects.requireNonNullElse(parameters.text("q"), ""),
                after,
                limit + 1);
    return Answers.ok(
        Answers.page(
            found,
            limit,
            EntitiesController::view,
            last -> Cursor.ENTITIES.write(last.type().length() + ":" + last.type() + last.key())));
  }

  /** The place as the cursor writes it: the type's length, the type, the key. */
  private static Place place(String written) {
    int type = written.indexOf(':') + 1;
    int key = type + Integer.parseInt(written.substring(0, type - 1));
    return new Place(written.substring(type, key), written.substring(key));
  }

  private static ObjectNode view(Entity entity) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", entity.type()).put("name", entity.name()).put("key", entity.key());
    ArrayNode extractions = json.putArray("extractions");
    entity.extractions().forEach(id -> extractions.add(id.toString()));
    json.put("mentions", entity.mentions());
    return json;
  }
}
