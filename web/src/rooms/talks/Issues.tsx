// What can be done: each issue with its owner, its levels, and what each level is worth to whom.

import { useText } from "../../texts";
import { change, type Issue, issueAdded, levelAdded, levelNamed, levelRemoved, shockOf, shown, worthOf } from "./document";
import { Add, Check, Choice, Field } from "./fields";
import { type PartProps, refusing, useCalled } from "./Form";

export function Issues(props: PartProps) {
  const { text, held, onEdit } = props;
  const t = useText();
  const parties = held.parties.map((one) => one.key);
  const levels: [string, string] = [t("talks.level.first"), t("talks.level.second")];
  return (
    <>
      {held.issues.map((issue) => (
        <OneIssue key={issue.name || issue.place} {...props} issue={issue} />
      ))}
      <Add
        label={t("talks.issue.new")}
        button={t("talks.issue.add")}
        refuse={refusing(t, held.issues.map((one) => one.name))}
        onAdd={(name) => onEdit(issueAdded(text, name, parties[0] ?? "", levels, parties))}
      />
    </>
  );
}

type Taken = "true" | "false" | "some";

function OneIssue({ text, held, form, onEdit, issue }: PartProps & { issue: Issue }) {
  const t = useText();
  const called = useCalled(held.parties);
  const { place, levels, reversible } = issue;
  const name = issue.label || issue.name;
  const some = Array.isArray(reversible);
  const taken: Taken = some ? "some" : reversible === true ? "true" : "false";
  const turn = (word: string) => form.put(["issues", place, "reversible"], word === "some" ? levels.slice(1) : word === "true");
  const tick = (level: string, yes: boolean) => {
    const now = some ? (reversible as unknown[]) : [];
    form.put(["issues", place, "reversible"], levels.filter((one) => (one === level ? yes : now.includes(one))));
  };
  return (
    <fieldset class="card">
      <legend>
        {name}
        {issue.label && <small> {issue.name}</small>}
      </legend>
      <div class="row">
        <Field form={form} path={["issues", place, "label"]} label={t("talks.label")} value={issue.label} placeholder={issue.name} />
        <Choice
          form={form}
          path={["issues", place, "owner"]}
          label={t("talks.issue.owner")}
          value={issue.owner}
          options={held.parties.map(({ key }) => ({ value: key, text: called(key) }))}
          onPick={(owner) => form.put(["issues", place, "owner"], owner)}
        />
      </div>
      <div class="row">
        <Choice
          form={form}
          path={["issues", place, "reversible"]}
          label={t("talks.issue.reversible")}
          value={taken}
          options={(["true", "false", "some"] as const).map((value) => ({ value, text: t(`talks.reversible.${value}`) }))}
          onPick={turn}
        />
        <Field form={form} path={["issues", place, "pace"]} label={t("talks.issue.pace")} value={issue.pace} placeholder={t("talks.issue.pace.any")} number />
      </div>
      {some && (
        <div class="ticks" role="group" aria-label={t("talks.reversible.which")}>
          {levels.slice(1).map((level) => (
            <Check key={level} checked={(reversible as unknown[]).includes(level)} onTurn={(yes) => tick(level, yes)}>
              {level}
            </Check>
          ))}
        </div>
      )}
      <Levels {...{ text, held, form, onEdit, issue, called, name }} />
      <button type="button" class="quiet" aria-label={t("change.remove.of", { what: name })} onClick={() => onEdit(change(text, ["issues", place], null))}>
        {t("change.remove")}
      </button>
    </fieldset>
  );
}

interface LevelsProps extends PartProps {
  issue: Issue;
  name: string;
  called: (party: string) => string;
}

function Levels({ text, held, form, onEdit, issue, called, name }: LevelsProps) {
  const t = useText();
  const parties = held.parties.map((one) => one.key);
  const { place, levels, worth, shocks } = issue;
  const withShocks = held.engine || shocks.length > 0;
  return (
    <div class="scroll levels" tabIndex={0} role="region" aria-label={t("talks.levels.of", { name })}>
      <table>
        <caption class="unseen">{t("talks.levels.of", { name })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("talks.level")}</th>
            {parties.map((one) => (
              <th key={one} scope="col">
                {t("talks.worth.to", { name: called(one) })}
              </th>
            ))}
            {withShocks && <th scope="col">{t("talks.shock")}</th>}
            <td />
          </tr>
        </thead>
        <tbody>
          {levels.map((level, at) => (
            <tr key={at}>
              <th scope="row">
                <Field bare form={form} path={["issues", place, "levels", at]} label={t("talks.level.name", { number: at + 1 })} value={level} late onValue={(value) => value !== null && onEdit(levelNamed(text, issue, at, String(value)))} />
              </th>
              {parties.map((one) => {
                const row = Array.isArray(worth[one]) ? (worth[one] as unknown[]) : [];
                return (
                  <td key={one}>
                    <Field
                      bare
                      number
                      form={form}
                      path={["issues", place, "worth", one, at]}
                      label={t("talks.worth.of", { level, name: called(one) })}
                      value={shown(row[at])}
                      placeholder="0"
                      onValue={(value) => onEdit(worthOf(text, issue, one, at, value as number | null), true)}
                    />
                  </td>
                );
              })}
              {withShocks && (
                <td class="shock">
                  <Field
                    bare
                    form={form}
                    path={["issues", place, "shocks", at]}
                    label={t("talks.shock.of", { level })}
                    value={shocks[at] ?? ""}
                    placeholder={t("talks.shock.none")}
                    onValue={(value) => onEdit(shockOf(text, issue, at, String(value ?? "")), true)}
                  />
                </td>
              )}
              <td>
                <button type="button" class="quiet" aria-label={t("change.remove.of", { what: level })} disabled={levels.length <= 2} onClick={() => onEdit(levelRemoved(text, issue, at))}>
                  ×
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" class="quiet" onClick={() => onEdit(levelAdded(text, issue, fresh(levels, t("talks.level.more"))))}>
        {t("talks.level.add")}
      </button>
    </div>
  );
}

/** Give a name that no level has yet. */
function fresh(levels: readonly string[], name: string): string {
  if (!levels.includes(name)) return name;
  for (let number = 2; ; number++) if (!levels.includes(`${name} ${number}`)) return `${name} ${number}`;
}
