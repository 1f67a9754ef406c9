/** What people may do, and their reactions. */
import { example } from '../contract.ts';
import { type Handler, refuse, userOf } from './handler.ts';

/** `permission` knows four levels; `maintain` is told as `write`, `triage` as `read`. Nobody is `none` but no account is a 404. */
const permission: Handler = ({ world, values }) => {
  const account = world.accounts.get(values.username ?? '');
  if (account === undefined) return refuse(404, 'Not Found');
  const { permission: level, login } = account;
  const body = example('repository-collaborator-permission', {
    permission: level,
    role_name: level,
    user: {
      ...userOf(world, login),
      permissions: { pull: true, push: level === 'write' || level === 'admin', admin: level === 'admin' },
      role_name: level,
    },
  });
  return { status: 200, body };
};

/** A reaction that is there already is answered with 200 and changes nothing. */
const react: Handler = ({ world, token, values, body }) => {
  const id = Number(values.comment_id);
  const comment = [...world.pulls.values()].flatMap((pull) => pull.comments).find((each) => each.id === id);
  if (comment === undefined) return refuse(404, 'Not Found');
  const content = String(body.content);
  const known = comment.reactions.find((reaction) => reaction.login === token.viewer && reaction.content === content);
  const reaction = known ?? { id: world.nextId(), login: token.viewer, content };
  if (known === undefined) comment.reactions.push(reaction);
  const answer = example('reaction', { id: reaction.id, content, user: userOf(world, token.viewer) });
  return { status: known === undefined ? 201 : 200, body: answer };
};

/** Handlers by route. */
export const PEOPLE_HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': permission,
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': react,
};
