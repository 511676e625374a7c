package dev.tercet.api.http.money;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.http.JsonBody;
import dev.tercet.api.http.Parameters;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.Services;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Standing;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** How much may be spent on asking models, and how much of it is. */
@Controller
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class BudgetController {
  private final Services.Source services;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  BudgetController(Services.Source services, AddressedResource addressed, InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Get("/budget")
  HttpResponse<?> ofInstallation(HttpRequest<?> request) {
    return show(request, new BudgetScope.Installation());
  }

  @Put("/budget")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> putOfInstallation(HttpRequest<?> request) {
    return put(request, new BudgetScope.Installation());
  }

  @Get("/tenants/{tenant}/budget")
  HttpResponse<?> ofTenant(HttpRequest<?> request, String tenant) {
    return show(request, tenant(request, tenant));
  }

  @Put("/tenants/{tenant}/budget")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> putOfTenant(HttpRequest<?> request, String tenant) {
    return put(request, tenant(request, tenant));
  }

  @Get("/projects/{project}/budget")
  HttpResponse<?> ofProject(HttpRequest<?> request, String project) {
    return show(request, project(request, project));
  }

  @Put("/projects/{project}/budget")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> putOfProject(HttpRequest<?> request, String project) {
    return put(request, project(request, project));
  }

  private static BudgetScope tenant(HttpRequest<?> request, String tenant) {
    if (!Caller.of(request).tenant().equals(tenant)) {
      throw Problem.of(ProblemCode.NO_SUCH_TENANT, "there is no tenant of that name").refusal();
    }
    return new BudgetScope.OfTenant(tenant);
  }

  private BudgetScope project(HttpRequest<?> request, String project) {
    return new BudgetScope.OfProject(addressed.project(request, project).id());
  }

  private HttpResponse<?> show(HttpRequest<?> request, BudgetScope scope) {
    Parameters.of(request);
    return answer(services.get().budgets().find(scope));
  }

  private HttpResponse<?> put(HttpRequest<?> request, BudgetScope scope) {
    Parameters.of(request);
    JsonNode body = JsonBody.read(request, BudgetBody.LIMIT, inFlight);
    return answer(
        services
            .get()
            .budgets()
            .put(scope, BudgetBody.read(body, services.get().prices().currency())));
  }

  private HttpResponse<?> answer(Standing standing) {
    return Answers.ok(BudgetBody.view(standing, services.get().prices().currency()));
  }
}
